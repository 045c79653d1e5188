"""Settings of the web server, read by gunicorn from the folder it starts in."""

import os

workers = int(os.environ.get("WEB_CONCURRENCY") or 2)
threads = 4
timeout = 60
graceful_timeout = 15
max_requests, max_requests_jitter = 10_000, 1_000
control_socket_disable = True
