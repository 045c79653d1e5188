"""The words of the instruments as they were published, for comparison."""

# As published; the English form as in loinc.org/69729-2, the Spanish one as in the
# form for the United States.
PHQ9_EN = (
    "Little interest or pleasure in doing things",
    "Feeling down, depressed, or hopeless",
    "Trouble falling or staying asleep, or sleeping too much",
    "Feeling tired or having little energy",
    "Poor appetite or overeating",
    "Feeling bad about yourself — or that you are a failure or have let yourself or "
    "your family down",
    "Trouble concentrating on things, such as reading the newspaper or watching "
    "television",
    "Moving or speaking so slowly that other people could have noticed? Or the "
    "opposite — being so fidgety or restless that you have been moving around a lot "
    "more than usual",
    "Thoughts that you would be better off dead or of hurting yourself in some way",
    "If you checked off any problems, how difficult have these problems made it for "
    "you to do your work, take care of things at home, or get along with other people?",
)
PHQ9_ES = (
    "Poco interés o placer en hacer cosas",
    "Se ha sentido decaído(a), deprimido(a) o sin esperanzas",
    "Ha tenido dificultad para quedarse o permanecer dormido(a), o ha dormido "
    "demasiado",
    "Se ha sentido cansado(a) o con poca energía",
    "Sin apetito o ha comido en exceso",
    "Se ha sentido mal con usted mismo(a) – o que es un fracaso o que ha quedado mal "
    "con usted mismo(a) o con su familia",
    "Ha tenido dificultad para concentrarse en ciertas actividades, tales como leer "
    "el periódico o ver la televisión",
    "¿Se ha movido o hablado tan lento que otras personas podrían haberlo notado? o lo "
    "contrario – muy inquieto(a) o agitado(a) que ha estado moviéndose mucho más de lo "
    "normal",
    "Pensamientos de que estaría mejor muerto(a) o de lastimarse de alguna manera",
    "Si marcó cualquiera de los problemas, ¿qué tanta dificultad le han dado estos "
    "problemas para hacer su trabajo, encargarse de las tareas del hogar, o llevarse "
    "bien con otras personas?",
)
STEM_EN = (
    "Over the last 2 weeks, how often have you been bothered by any of the following "
    "problems?"
)
STEM_ES = (
    "Durante las últimas 2 semanas, ¿qué tan seguido ha tenido molestias debido a los "
    "siguientes problemas?"
)
FREQUENCY_EN = (
    "Not at all",
    "Several days",
    "More than half the days",
    "Nearly every day",
)
FREQUENCY_ES = (
    "Ningún día",
    "Varios días",
    "Más de la mitad de los días",
    "Casi todos los días",
)
DIFFICULTY_EN = (
    "Not difficult at all",
    "Somewhat difficult",
    "Very difficult",
    "Extremely difficult",
)
DIFFICULTY_ES = (
    "No ha sido difícil",
    "Un poco difícil",
    "Muy difícil",
    "Extremadamente difícil",
)
ASQ_EN = (
    "In the past few weeks, have you wished you were dead?",
    "In the past few weeks, have you felt that you or your family would be better off "
    "if you were dead?",
    "In the past week, have you been having thoughts about killing yourself?",
    "Have you ever tried to kill yourself? (If yes: How? When?)",
    "Are you having thoughts of killing yourself right now? (If yes, please describe.)",
)
ASQ_ES = (
    "En las últimas semanas, ¿ha deseado estar muerto?",
    "En las últimas semanas, ¿ha sentido que usted o su familia estarían mejor si "
    "estuviera muerto?",
    "En la última semana, ¿ha estado pensando en suicidarse?",
    "¿Alguna vez ha intentado suicidarse? (¿Cómo? ¿Cuándo?)",
    "¿Está pensando en suicidarse en este momento? (describa)",
)
GAD7_EN = (
    "Feeling nervous, anxious or on edge",
    "Not being able to stop or control worrying",
    "Worrying too much about different things",
    "Trouble relaxing",
    "Being so restless that it is hard to sit still",
    "Becoming easily annoyed or irritable",
    "Feeling afraid as if something awful might happen",
)
PTSD_EN = (
    "Sometimes things happen to people that are unusually or especially frightening, "
    "horrible, or traumatic. For example: a serious accident or fire; a physical or "
    "sexual assault or abuse; an earthquake or flood; a war; seeing someone be killed "
    "or seriously injured; having a loved one die through homicide or suicide. Have "
    "you ever experienced this kind of event?",
    "In the past month, have you…",
    "had nightmares about the event(s) or thought about the event(s) when you did not "
    "want to?",
    "tried hard not to think about the event(s) or went out of your way to avoid "
    "situations that reminded you of the event(s)?",
    "been constantly on guard, watchful, or easily startled?",
    "felt numb or detached from people, activities, or your surroundings?",
    "felt guilty or unable to stop blaming yourself or others for the event(s) or any "
    "problems the event(s) may have caused?",
)
AUDITC_EN = {
    "How often do you have a drink containing alcohol?": (
        "Never",
        "Monthly or less",
        "2 to 4 times a month",
        "2 to 3 times a week",
        "4 or more times a week",
    ),
    "How many drinks containing alcohol do you have on a typical day when you are "
    "drinking?": ("1 or 2", "3 or 4", "5 or 6", "7, 8, or 9", "10 or more"),
    "How often do you have six or more drinks on one occasion?": (
        "Never",
        "Less than monthly",
        "Monthly",
        "Weekly",
        "Daily or almost daily",
    ),
}
DRUG_EN = (
    "How many times in the past year have you used an illegal drug or used a "
    "prescription medication for nonmedical reasons?"
)
PEG_EN = {
    "What number best describes your pain on average in the past week?": (
        "0 No pain",
        "10 Pain as bad as you can imagine",
    ),
    "What number best describes how, during the past week, pain has interfered with "
    "your enjoyment of life?": ("0 Does not interfere", "10 Completely interferes"),
    "What number best describes how, during the past week, pain has interfered with "
    "your general activity?": ("0 Does not interfere", "10 Completely interferes"),
}
PCL5_STEM = (
    "Below is a list of problems that people sometimes have in response to a "
    "very stressful experience. Please read each problem carefully and then "
    "choose one of the answers to the right to indicate how much you have "
    "been bothered by that problem in the past month. In the past month, how "
    "much were you bothered by:"
)
PCL5_EN = (
    "Repeated, disturbing, and unwanted memories of the stressful experience?",
    "Repeated, disturbing dreams of the stressful experience?",
    "Suddenly feeling or acting as if the stressful experience were actually "
    "happening again (as if you were actually back there reliving it)?",
    "Feeling very upset when something reminded you of the stressful experience?",
    "Having strong physical reactions when something reminded you of the "
    "stressful experience (for example, heart pounding, trouble breathing, "
    "sweating)?",
    "Avoiding memories, thoughts, or feelings related to the stressful experience?",
    "Avoiding external reminders of the stressful experience (for example, "
    "people, places, conversations, activities, objects, or situations)?",
    "Trouble remembering important parts of the stressful experience?",
    "Having strong negative beliefs about yourself, other people, or the "
    "world (for example, having thoughts such as: I am bad, there is "
    "something seriously wrong with me, no one can be trusted, the world is "
    "completely dangerous)?",
    "Blaming yourself or someone else for the stressful experience or what "
    "happened after it?",
    "Having strong negative feelings such as fear, horror, anger, guilt, or shame?",
    "Loss of interest in activities that you used to enjoy?",
    "Feeling distant or cut off from other people?",
    "Trouble experiencing positive feelings (for example, being unable to "
    "feel happiness or have loving feelings for people close to you)?",
    "Irritable behavior, angry outbursts, or acting aggressively?",
    "Taking too many risks or doing things that could cause you harm?",
    'Being "superalert" or watchful or on guard?',
    "Feeling jumpy or easily startled?",
    "Having difficulty concentrating?",
    "Trouble falling or staying asleep?",
)
EXTENT_EN = ("Not at all", "A little bit", "Moderately", "Quite a bit", "Extremely")
