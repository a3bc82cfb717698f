/**
 * Values of enums and states in Spanish; a value that is not listed is shown as it is. Snake case becomes spaces for
 * people.
 */
const PAIRS = `low baja|medium media|high alta|critical crítica|easy fácil|hard difícil|beginner principiante|intermediate intermedio|advanced avanzado|great excelente|good bueno|neutral neutral|bad malo|female femenino|male masculino|other otro
new nuevo|used usado|damaged dañado|card tarjeta|transfer transferencia|cash efectivo|full_time tiempo_completo|part_time medio_tiempo|temporary temporal|breakfast desayuno|lunch almuerzo|dinner cena|snack merienda
home_win gana_local|draw empate|away_win gana_visitante|rectangle rectángulo|ellipse elipse|diamond rombo|text texto
pending pendiente|paid pagado|shipped enviado|delivered entregado|cancelled cancelado|confirmed confirmado|completed completado|open abierto|to_do por_hacer|in_progress en_curso|closed cerrado|done hecho|draft borrador|published publicado
submitted enviada|reviewed revisada|accepted aceptada|rejected rechazada|interview entrevista|hired contratado|active activo|inactive inactivo|expired vencido|archived archivado|approved aprobado|requested solicitado|returned devuelto
planned planeado|on_hold en_pausa|available disponible|reserved reservado|maintenance mantenimiento|in_use en_uso|retired retirado|scheduled programado|live en_vivo|finished terminado|lead prospecto|contacted contactado|qualified calificado|won ganado|lost perdido|proposal propuesta
queued en_cola|sent enviado|failed fallido|graded calificada|renewed renovado|transferred transferido|resolved resuelto|overdue atrasado|queued_up en_cola|for_sale en_venta|for_rent en_alquiler|sold vendido|rented alquilado|adopted adoptado|normal normal|warning advertencia
want_to_read por_leer|reading leyendo|read leído|vacant libre|occupied ocupado|out_for_repair en_reparación|ready listo|received recibido|diagnosing en_diagnóstico|checked_in registrado|preparing en_preparación|served servido|flowchart diagrama_de_flujo|organizational_chart organigrama|mind_map mapa_mental
information información|complaint queja|support soporte|sale venta|online en_línea|in_person presencial|hybrid híbrida|yes sí|no no|maybe tal_vez|idea idea|running correr|strength fuerza|cycling ciclismo|swimming natación|yoga yoga|walking caminar|labor mano_de_obra|materials materiales|equipment equipo|subcontract subcontrato
member miembro|moderator moderador|organizer organizador|in entrada|out salida|adjustment ajuste|call llamada|email correo|meeting reunión|house casa|apartment apartamento|office oficina|land terreno|person persona|material material|sms sms|whatsapp whatsapp`

export const VALUES_ES: ReadonlyMap<string, string> = new Map(
  PAIRS.split(/[|\n]/).map((pair) => {
    const at = pair.indexOf(' ')
    return [pair.slice(0, at), pair.slice(at + 1)] as const
  }),
)
