import type { FieldType } from '../../../../spec/contract'

/**
 * Fields that applications commonly have: `key | type[(unit or values)] | Spanish name | other ways to say it`. The key
 * is the English name; archetypes refer to it, and a phrase of the prompt that equals the key, the Spanish name or a
 * synonym becomes this field.
 */
const ROWS = `
title|text|título|headline,heading,encabezado,titular
status|enum(active,inactive)|estado|
name|text|nombre|full name,nombre completo,nombres,denominación
first name|text|nombre de pila|given name
last name|text|apellido|surname,family name,apellidos
display name|text|nombre visible|username,nickname,apodo,alias
summary|text|resumen|abstract,excerpt,extracto,short description,brief,descripción corta
description|longtext|descripción|details,detail,detalles,detalle,overview
content|longtext|contenido|body,text,cuerpo,texto,body text
notes|longtext|notas|note,nota,observations,observaciones,remarks,additional information,información adicional,observación,anotaciones
bio|longtext|biografía|biography,about me,presentación,bios,reseña biográfica
instructions|longtext|instrucciones|steps,directions,pasos,preparación,preparation,method
requirements|longtext|requisitos|requirement,qualifications
benefits|longtext|beneficios|perks
message|longtext|mensaje|
subject|text|asunto|
email|email|correo electrónico|e-mail,email address,e-mail address,correo,mail
phone|text|teléfono|phone number,telephone,mobile,mobile number,telefono,celular,móvil,número de teléfono,whatsapp
address|text|dirección|street address,domicilio
city|text|ciudad|town,municipio
country|text|país|
region|text|región|state or province,provincia,departamento
postal code|text|código postal|zip,zip code,postcode
location|text|ubicación|place,lugar,localización
latitude|number(°)|latitud|lat
longitude|number(°)|longitud|lng
photo|image|foto|picture,image,pictures,photos,images,imagen,imágenes,fotos,fotografía,fotografías,illustration,cover,cover image,portada,thumbnail,miniatura,foto de perfil,picture link,picture links,profile picture
logo|image|logo|logotipo
avatar|image|avatar|
website|url|sitio web|web site,homepage url,web page,página web
url|url|url|link url,web address,enlace web
video url|url|enlace de vídeo|video,videos,video link,youtube video,youtube link,youtube videos,vídeo,vídeos,direct links to youtube videos,video de youtube
audio url|url|enlace de audio|audio,audio sample,audio sample link,audio sample links,audio samples,muestra de audio
file|file|archivo|attachment,upload,adjunto,fichero,pdf,attachments,adjuntos
resume|file|currículum|cv,curriculum vitae,hoja de vida,résumé
price|money|precio|prices,precios,unit price,precio unitario,tarifa,valor
cost|money|costo|coste,costes,costos,unit cost
amount|money|importe|monto,sum
total|money|total|total amount,importe total
salary|money|salario|pay,sueldo,wage
budget|money|presupuesto|
fee|money|cuota|fees,honorarios
discount|number(%)|descuento|
hourly rate|money|tarifa por hora|rate per hour
daily rate|money|tarifa diaria|rate per day,precio por día,price per day
deposit|money|depósito|fianza
quantity|integer|cantidad|qty,unidades,units,pieces
stock|integer|existencias|stock level,in stock,stock quantity,stock actual
minimum stock|integer|existencias mínimas|reorder level,reorder point,stock mínimo,minimum quantity
measure|text|medida|unit,unit of measure,unidad,unidad de medida
sku|text|código|product code,item code,referencia,codigo
code|text|código|reference,reference number,número de referencia,number,número
serial number|text|número de serie|serial
barcode|text|código de barras|
isbn|text|isbn|
color|text|color|colour
color code|text|código de color|colour code
size|text|talla|sizes,tamaño,tallas
brand|text|marca|manufacturer,fabricante,make
model|text|modelo|
material|text|material|
weight|number(kg)|peso|
height|number(cm)|altura|estatura
width|number(cm)|ancho|
length|number(m)|largo|longitud total,eslora
area|number(m²)|superficie|surface,square meters,metros cuadrados
distance|number(km)|distancia|distances
elevation|number(m)|desnivel|altitude,elevation gain,altitud
volume|number(l)|volumen|
capacity|integer|capacidad|max participants,seats,plazas,aforo,cupo,cupos
temperature|number(°C)|temperatura|
humidity|number(%)|humedad|
gas level|number(ppm)|nivel de gas|gas sensor data,gas sensor,gas,gases
air quality index|integer|índice de calidad del aire|aqi,air quality
pressure|number(hPa)|presión|
value|number|valor medido|measurement value
measurement unit|text|unidad de medición|
percentage|number(%)|porcentaje|percent
progress|integer(%)|avance|progreso,completion
probability|number(%)|probabilidad|
confidence|number(%)|confianza|
calories|integer(kcal)|calorías|
steps count|integer|pasos dados|step count
repetitions|integer|repeticiones|reps
sets|integer|series|
mileage|integer(km)|kilometraje|
age|integer|edad|
year|integer|año|years,publication year,año de publicación
page count|integer|número de páginas|number of pages
servings|integer|porciones|portions,raciones
position|integer|orden|display order,sort order,posición
rank|integer|puesto|ranking,standing
score|integer|puntuación|points,puntos,puntaje,marcador
home score|integer|puntos locales|
away score|integer|puntos visitantes|
wins|integer|victorias|
losses|integer|derrotas|
goals|integer|goles|
assists|integer|asistencias|
stars|integer|estrellas|rating,star rating,valoración,calificación
views|integer|vistas|visits,visitas
duration|integer(min)|duración|duración en minutos,length of time
prep time|integer(min)|tiempo de preparación|preparation time,prep
cook time|integer(min)|tiempo de cocción|cooking time
hours|number(h)|horas|hours worked,horas trabajadas
experience|integer(years)|años de experiencia|years of experience,experiencia
date|date|fecha|day,día
starts at|datetime|empieza|start,start time,inicio,hora de inicio,date and time,fecha y hora,hora,time,horario
ends at|datetime|termina|end time,hora de fin,fin
start date|date|fecha de inicio|check-in,check in,fecha de entrada,pickup date
end date|date|fecha de fin|check-out,check out,fecha de salida,return date,fecha de devolución
due date|date|fecha límite|deadline,due,fecha de vencimiento,vencimiento,fecha de entrega
expires on|date|caduca|expiry date,expiration date,expiry,expiration,fecha de caducidad,caducidad
birth date|date|fecha de nacimiento|date of birth,birthday,dob,birthdate,cumpleaños
published at|date|publicado el|publication date,publish date,fecha de publicación
purchase date|date|fecha de compra|purchased on
hire date|date|fecha de contratación|
measured at|datetime|medido el|timestamp,recorded at
detected at|datetime|detectado el|
sent at|datetime|enviado el|
published|boolean|publicado|
active|boolean|activo|enabled,habilitado,activa
available|boolean|disponible|availability,disponibilidad
featured|boolean|destacado|
completed|boolean|completado|done,hecho,completada
read|boolean|leído|is read
correct|boolean|correcta|is correct
paid|boolean|pagado|
public|boolean|público|is public,visibility,visibilidad
remote|boolean|remoto|
vegetarian|boolean|vegetariano|
priority|enum(low,medium,high)|prioridad|
urgency|enum(low,medium,high)|urgencia|
difficulty|enum(easy,medium,hard)|dificultad|difficulty level,nivel de dificultad
level|enum(beginner,intermediate,advanced)|nivel|skill level
severity|enum(low,medium,high,critical)|gravedad|
mood|enum(great,good,neutral,bad)|ánimo|estado de ánimo
gender|enum(female,male,other)|género|sexo,sex
condition|enum(new,good,used,damaged)|condición|estado físico
channel|enum(sms,whatsapp,email)|canal|
payment method|enum(card,transfer,cash)|método de pago|forma de pago
employment type|enum(full_time,part_time,temporary)|tipo de empleo|job type,contract type,tipo de contrato
meal|enum(breakfast,lunch,dinner,snack)|comida|meal type,tipo de comida
outcome|enum(home_win,draw,away_win)|resultado previsto|
risk|enum(low,medium,high)|riesgo|
type|text|tipo|types,tipos,clase
category|text|categoría|
genre|text|género literario|genres
topic|text|tema|topics,temas
tags|text|etiquetas|labels,keywords,palabras clave
source|text|fuente|
author|text|autor|author name,escritor,nombre del autor
artist|text|artista|
director|text|director|
company name|text|empresa|organization name
industry|text|sector|
specialty|text|especialidad|specialities,specialties,specialization,especialización
skills|text|habilidades|skill set,competencias
job title|text|cargo|role,position held,puesto de trabajo
species|text|especie|
scientific name|text|nombre científico|
breed|text|raza|
habitat|text|hábitat|
variety|text|variedad|
language|text|idioma|languages,idiomas
language pair|text|combinación de idiomas|
license number|text|número de licencia|
plate|text|matrícula|license plate,placa
meaning|text|significado|definition,definición
example|text|ejemplo|example sentence,oración de ejemplo
synonyms|text|sinónimos|synonym,sinónimo
antonyms|text|antónimos|antonym,antónimo
answer|longtext|respuesta correcta|
advice|text|consejo|
reason|text|motivo|motive
allergies|text|alergias|
diagnosis|longtext|diagnóstico|
treatment|longtext|tratamiento|
dosage|text|dosis|dose
frequency|text|frecuencia|
jurisdiction|text|jurisdicción|
coordinates|text|coordenadas|
terms|longtext|términos|terms and conditions
opening hours|text|horario de atención|business hours,horarios
ingredients list|longtext|lista de ingredientes|
history|longtext|historia|
target|number|meta|target value
conditions|text|condición de aviso|
data|json|datos|
x|number(px)|posición x|
y|number(px)|posición y|
shape|enum(rectangle,ellipse,diamond,text)|forma|
threshold|number|umbral|
tax id|text|identificación fiscal|vat number,nif,nit,ruc,cédula
payment date|date|fecha de pago|
driver name|text|nombre del conductor|
from bot|boolean|del asistente|
extension|text|extensión|
sport|text|deporte|sports,deportes
position played|text|posición de juego|
billable|boolean|facturable|
home team name|text|equipo local|
away team name|text|equipo visitante|
rebounds|integer|rebotes|
answers text|longtext|respuestas|
medication name|text|nombre del medicamento|
impact score|integer|puntuación de impacto|
`

export type FieldWord = { key: string; type: FieldType; es: string; unit?: string; values?: string[]; also: string[] }

function parseRow(row: string): FieldWord {
  const [key = '', kind = '', es = '', also = ''] = row.split('|')
  const [, type = 'text', detail] = /^(\w+)(?:\((.*)\))?$/.exec(kind) ?? []
  return {
    key,
    type: type as FieldType,
    es,
    also: also.split(',').filter(Boolean),
    ...(detail === undefined ? {} : type === 'enum' ? { values: detail.split(',') } : { unit: detail }),
  }
}

const words = ROWS.trim().split('\n').map(parseRow)
export const FIELD_WORDS: ReadonlyMap<string, FieldWord> = new Map(words.map((word) => [word.key, word]))
