"""Words from which invented Spanish answers are put together. No person or case is real.

Noun phrases carry their article and are singular, so that one verb form fits them all.
"""

from __future__ import annotations

MUNICIPALITIES = (
    "San José de Cúcuta", "Santiago de Cali", "Neiva", "Ibagué", "Popayán", "Tunja", "Riohacha",
    "Florencia", "Quibdó", "Sincelejo", "Montería", "Villavicencio", "Puerto Asís", "Mocoa",
    "San Andrés de Tumaco", "La Unión", "El Carmen de Bolívar", "Chía", "Zipaquirá", "Sopó",
    "Barrancabermeja", "Girón", "Málaga", "Ocaña", "Pamplona", "Yopal", "Aguazul", "Duitama",
    "Sogamoso", "Armenia", "Calarcá", "Dosquebradas", "La Dorada", "Itagüí", "Envigado", "Bello",
    "Rionegro", "Apartadó", "Turbo", "Buga", "Palmira", "Jamundí", "Candelaria", "Ipiales",
    "Leticia", "Inírida", "Mitú", "Puerto Carreño", "Soledad", "Malambo", "Ciénaga", "Magangué",
    "Güepsa", "Nuquí", "Briceño", "Peñol", "Muzo", "Únquía",
)  # fmt: skip

DEPARTMENTS = (
    "Norte de Santander", "Nariño", "Boyacá", "Cundinamarca", "Antioquia", "Córdoba", "Bolívar",
    "Caquetá", "Putumayo", "Vichada", "La Guajira", "Magdalena", "Risaralda", "Quindío", "Meta",
    "Huila", "Tolima", "Santander", "Chocó", "Arauca", "Casanare", "Guainía",
)  # fmt: skip

NATIONAL = (
    "Instituto Nacional de Caminos Veredales",
    "Ministerio de Asuntos Territoriales",
    "Agencia Nacional de Archivos Vivos",
    "Superintendencia de Bienes Comunes",
    "Unidad Administrativa Especial de Datos Públicos",
    "Departamento Administrativo de Gestión del Conocimiento",
    "Servicio Geográfico Rural",
    "Fondo Nacional de Vivienda Campesina",
    "Escuela Superior de Gobierno Local",
    "Corporación Autónoma Regional del Alto Páramo",
    "Empresa Social del Estado Hospital San Jerónimo",
    "Personería Distrital",
    "Contraloría Departamental",
    "Instituto Colombiano de la Lectura (ICL)",
)

ACRONYMS = (
    "Servicio Nacional de Oficios - SENO",
    "Instituto de Bienestar Rural - IBR",
    "Agencia de Renovación Veredal – ARV",
)

AREAS = (
    "Oficina de Talento Humano", "Oficina de Control Interno", "Oficina Asesora de Planeación",
    "Oficina Asesora Jurídica", "Oficina de Tecnologías de la Información", "Secretaría General",
    "Secretaría de Planeación", "Secretaría de Hacienda", "Secretaría de Desarrollo Social",
    "Secretaría de Educación", "Secretaría de Salud", "Secretaría de Gobierno y Convivencia",
    "Secretaría de Infraestructura", "Secretaría de Tránsito y Transporte",
    "Dirección de Gestión del Conocimiento", "Dirección Administrativa y Financiera",
    "Dirección de Participación Ciudadana", "Dirección de Gestión del Riesgo",
    "Subdirección de Contratación", "Subdirección de Gestión Documental",
    "Grupo de Atención al Ciudadano", "Grupo Interno de Trabajo de Archivo", "Almacén General",
    "Unidad de Asistencia Técnica Agropecuaria", "Gerencia de Proyectos Especiales",
)  # fmt: skip

FIRST_NAMES = (
    "Yurleidys", "Dagoberto", "Eucaris", "Wilmer", "Nubia", "Ximena", "Edilberto", "Maryluz",
    "Ferney", "Zoraida", "Hermes", "Yaneth", "Ovidio", "Leidy", "Arnulfo", "Saray",
)  # fmt: skip
SURNAMES = (
    "Quiñónez", "Pacheco", "Chaparro", "Villamizar", "Ñáñez", "Buitrago", "Mosquera", "Cuesta",
    "Tarazona", "Bermúdez", "Otálora", "Güiza", "Arrieta", "Zúñiga", "Lozano", "Yepes",
)  # fmt: skip
TREATMENTS = ("", "", "", "", "Dra. ", "Ing. ", "Dr. ")

TOPICS = (
    "Aliados estratégicos de {subject}", "Mejora en {noun}", "Fortalecimiento de {noun}",
    "Gestión oportuna de {noun}", "Uso de {asset} en {noun}",
    "Transferencia del conocimiento en {noun}", "Coordinación entre áreas para {goal}",
    "Rediseño de {noun}", "Seguimiento a {noun}", "Aprendizajes de {noun}",
)  # fmt: skip

SUBJECTS = (
    "Talento Humano", "Planeación", "Gestión Documental", "Servicio al Ciudadano", "Contratación",
    "Control Interno", "Comunicaciones", "Bienestar Social", "Gobierno Digital", "Archivo",
)  # fmt: skip

PROGRAMS = (
    "Plan de Desarrollo Municipal 2024-2027", "Plan Institucional de Capacitación",
    "Plan Anticorrupción y de Atención al Ciudadano", "Programa de Bienestar e Incentivos",
    'programa "Jefes y Felicidad en lo Público"',
    "Proyecto de modernización de la planta de personal", "Política de Gobierno Digital",
    "Modelo Integrado de Planeación y Gestión (MIPG)", "Programa de Alimentación Escolar",
    "Proyecto «Vereda Conectada»", "Plan Estratégico de Tecnologías de la Información (PETI)",
    "Plan Operativo Anual de Inversiones", "programa de Inducción y Reinducción",
    "Plan de Gestión Ambiental; Proyecto Cero Papel", "Proyecto 7-11: Ventanilla Única",
    "Estrategia de rendición de cuentas",
)  # fmt: skip

NOUNS = (
    "la atención de solicitudes ciudadanas", "la supervisión de contratos",
    "la gestión documental", "la entrega de puestos de trabajo", "la rendición de cuentas",
    "la evaluación del desempeño", "la inducción de nuevos servidores",
    "la actualización del inventario", "el trámite de cuentas",
    "el cierre contable de la vigencia", "la formulación de proyectos", "el archivo de gestión",
    "la respuesta a derechos de petición", "la planeación participativa", "el comité de bienestar",
    "la migración del sistema de correspondencia", "el registro de beneficiarios",
    "el catastro rural", "la compra de insumos hospitalarios", "el mantenimiento de la malla vial",
    "la ruta escolar", "la publicación de información en la página web", "el plan de emergencias",
    "la matrícula escolar", "el recaudo del impuesto predial", "la transferencia documental",
    "la mesa de víctimas", "la liquidación de convenios", "el trabajo en casa",
    "la modernización de la planta",
)  # fmt: skip

ACTORS = (
    "la Oficina Asesora de Planeación", "el equipo de gestión documental", "la alta dirección",
    "el comité institucional de gestión y desempeño", "la mesa técnica",
    "el equipo de contratistas", "la secretaría responsable", "el grupo de archivo",
    "la junta de acción comunal", "el comité de contratación", "la dependencia líder",
    "el enlace territorial", "la comisión de personal", "el operador logístico",
    "la interventoría", "el concejo municipal", "la veeduría ciudadana", "el área financiera",
)  # fmt: skip

ASSETS = (
    "un tablero de control compartido", "una lista de chequeo",
    "un repositorio único de información", "un cronograma concertado", "un formato estandarizado",
    "una matriz de riesgos", "un protocolo de comunicación", "una mesa de ayuda",
    "un banco de preguntas frecuentes", "una guía paso a paso", "un calendario de entregas",
    "una red de enlaces por dependencia", "un acta de entrega del puesto",
    "una bitácora de decisiones", "un directorio actualizado",
    "una encuesta corta de satisfacción",
)  # fmt: skip

PROBLEMS = (
    "no existía una comunicación directa entre las dependencias",
    "la información se encontraba dispersa en correos y carpetas personales",
    "los plazos se cumplían solo después de varios requerimientos",
    "cada equipo aplicaba un procedimiento distinto",
    "la rotación del personal dejaba sin memoria los procesos críticos",
    "las actas no reflejaban los compromisos adquiridos",
    "el aplicativo presentaba caídas en las horas de mayor demanda",
    "los beneficiarios desconocían los requisitos de la convocatoria",
    "la conectividad en la zona rural era intermitente",
    "las cifras reportadas por dos áreas no coincidían",
    "el presupuesto asignado resultaba insuficiente para la meta propuesta",
    "los usuarios debían repetir el mismo trámite en tres ventanillas",
    "la asistencia a las jornadas de capacitación era baja",
    "los expedientes carecían de hoja de control",
    "la convocatoria se publicó con muy poca anticipación",
    "el conocimiento del proceso dependía de una sola persona",
)

EFFECTS = (
    "redujo los tiempos de respuesta", "aumentó la participación de los servidores",
    "disminuyó el número de reprocesos", "fortaleció la confianza de la comunidad",
    "permitió una mejor coordinación de actividades", "generó retrasos en la entrega de productos",
    "afectó la calidad de los informes", "facilitó la toma de decisiones",
    "evitó hallazgos de auditoría", "incrementó la satisfacción de los usuarios",
    "ocasionó sobrecostos en el transporte", "mejoró el clima laboral de la dependencia",
    "hizo visible el aporte de cada área", "ordenó la entrega de la información",
    "demoró la firma de las actas",
)  # fmt: skip

ACTIONS = (
    "implementar {asset}", "capacitar a los enlaces de cada dependencia",
    "unificar los formatos en uso", "realizar reuniones cortas de seguimiento",
    "asignar un responsable por producto", "publicar los avances cada semana",
    "revisar el procedimiento con los usuarios", "documentar las decisiones en {asset}",
    "socializar los resultados con la comunidad", "ajustar el cronograma según la capacidad real",
    "definir alertas tempranas", "digitalizar los expedientes pendientes",
    "vincular a {actor} desde la planeación", "reconocer públicamente los aportes del equipo",
    "establecer un periodo de empalme", "probar la herramienta con un grupo piloto",
    "habilitar un canal único de consulta",
)  # fmt: skip

GOALS = (
    "asegurar la sostenibilidad del proceso", "mejorar la prestación del servicio",
    "conservar la memoria institucional", "cumplir los plazos de ley",
    "evitar la pérdida de información", "fortalecer la cultura organizacional",
    "lograr la apropiación por parte de los equipos", "garantizar la transparencia",
    "optimizar los recursos disponibles", "llegar a la población rural",
    "reducir la improvisación", "articular la oferta institucional",
)  # fmt: skip

PERIODS = (
    "el primer semestre de 2024", "la vigencia 2023", "el último trimestre",
    "el cierre del año 2022", "la etapa de empalme", "los meses de lluvias",
    "la contingencia sanitaria", "el segundo semestre de 2025", "la fase de alistamiento",
    "la ejecución del convenio",
)  # fmt: skip

ADJECTIVES = (
    "fundamental", "indispensable", "clave", "determinante", "necesario", "decisivo",
    "conveniente", "prioritario",
)  # fmt: skip

HEADS = (
    "Mejora en la articulación institucional", "Mayor participación y compromiso",
    "Canales efectivos de retroalimentación", "Ahorro de tiempo", "Transparencia",
    "Fortalecimiento del liderazgo interno", "Trabajo en equipo", "Cobertura", "Oportunidad",
    "Calidad del dato", "Apropiación", "Reconocimiento al talento interno",
)  # fmt: skip

SENTENCES: dict[str, tuple[str, ...]] = {
    "situation": (
        "Durante {period}, {actor} identificó que {problem}.",
        "Al revisar {noun} se encontró que {problem}, y con ello se vio comprometida la meta.",
        "Aunque existía {asset}, {problem}.",
        "La situación se presentó cuando {actor} asumió {noun} sin contar con {asset}.",
        "Hacia {period}, {problem}; además, {problem2}.",
        "En su momento, {actor} advirtió que {problem} y solicitó {asset}.",
        "El equipo estaba conformado por {n} personas para atender {n2} solicitudes al mes.",
        "No se contaba con {asset}, de modo que {noun} avanzaba de manera desigual.",
        "Cabe anotar que {noun} involucra a {actor} y a {actor2}.",
    ),
    "impact": (
        "La experiencia {effect} y {effect2}.",
        "Frente a lo planeado, {noun} {effect} en un {pct} %.",
        "Con respecto a {period}, {actor} {effect}.",
        "No se identificaron impactos negativos significativos; sin embargo, {problem}.",
        "Sí hubo efectos no previstos: {noun} {effect}.",
        "En términos generales, la puesta en marcha de {asset} {effect}.",
        "De {n2} casos revisados, solo {n} quedaron pendientes, lo que {effect}.",
        "El impacto fue positivo: {actor} {effect} y {noun} {effect2}.",
    ),
    "solutions": (
        "Se decidió {action}.",
        "Como acción de mejora se acordó {action} y {action2}.",
        "Se dispuso de {asset} para {goal}.",
        "Con el apoyo de {actor} fue posible {action}.",
        "En una primera etapa se optó por {action}; en la segunda, por {action2}.",
        "Las soluciones se concertaron con {actor} y se registraron en {asset}.",
    ),
    "lesson": (
        "Es {adj} {action} para {goal}.",
        "Aprendimos que {action} resulta {adj} cuando {problem}.",
        "Contar con {asset} facilita {goal_np} y {effect_inf} {noun}.",
        "La participación de {actor} desde el inicio es {adj} para {goal}.",
        "Cuando {problem}, lo más efectivo es {action}.",
        "Además, {noun} requiere {asset} y el compromiso de {actor}.",
        "Finalmente, para {goal}, es {adj} {action}.",
    ),
    "recommendation": (
        "Se recomienda {action} y {action2}.",
        "En un escenario similar conviene {action} antes de iniciar {noun}.",
        "Antes de comenzar, {actor} debería disponer de {asset}.",
        "Para {goal} sugerimos {action}.",
        "Mantener {asset} y evaluarlo cada {n} meses.",
        "No dejar para el final {noun}: es {adj} {action}.",
    ),
}

EFFECT_INFINITIVES = ("ordena", "agiliza", "protege", "hace más confiable", "da continuidad a")
GOAL_NOUNS = ("el empalme", "la consulta", "el seguimiento", "la coordinación", "el control social")

ECHOES: dict[str, tuple[str, ...]] = {
    "situation": ("Situación o experiencia:", "Descripción de la situación:"),
    "impact": (
        "Impacto generado frente a los resultados esperados:",
        "Impacto positivo o negativo:",
    ),
    "solutions": ("Soluciones o acciones de mejora:", "Acciones de mejora implementadas:"),
    "lesson": ("Lección Aprendida", "Lección aprendida:", "La lección aprendida fue la siguiente:"),
    "recommendation": ("Recomendación:", "Recomendación para obtener mejores resultados:"),
}

ASIDES = (
    "La respuesta fue Sí en la mayoría de las mesas y No en dos de ellas.",
    "Se marcó con una X cada punto cumplido.",
    "Ante la pregunta de si el tema debía compartirse, el equipo dijo que sí.",
    "El correo electrónico institucional dejó de ser el único medio de contacto.",
    "La fecha de diligenciamiento de cada ficha quedó registrada.",
    "El área de contacto con la comunidad no tenía número de turno.",
    "El nombre de la entidad aparecía escrito de tres maneras distintas.",
)

LETTER = (
    "Respetados señores:",
    "Por medio de la presente remito el informe de actividades correspondiente a {period}.",
    "Como es de su conocimiento, {problem}, motivo por el cual {actor} viene adelantando {noun}.",
    "Agradecemos informar antes de la próxima sesión si es posible {action}.",
    "Una de las lecciones aprendidas será presentada en el comité.",
    "Quedamos atentos a sus comentarios.",
    "Cordialmente,",
    "Coordinación del proceso",
)
