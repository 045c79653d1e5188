FROM python:3.11-slim

ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_NO_CACHE_DIR=1

RUN useradd --system --uid 10001 --create-home --shell /usr/sbin/nologin clinic \
    && install -d -o clinic -g clinic /srv/local /srv/local/media

WORKDIR /srv/app
COPY requirements.txt constraints.txt ./
RUN pip install -r requirements.txt -c constraints.txt \
    && python -m compileall -q /usr/local/lib/python3.11/site-packages
COPY . .
ENV CLINIC_ENV=production \
    LOCAL_DIR=/srv/local \
    MEDIA_ROOT=/srv/local/media \
    STATIC_ROOT=/srv/static
RUN python -m compileall -q clinic intake \
    && python -m tools.production collectstatic --noinput --verbosity 0

USER clinic
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-m", "tools.health", "http://127.0.0.1:8000/healthz"]
CMD ["gunicorn", "clinic.wsgi", "--bind", "0.0.0.0:8000"]
