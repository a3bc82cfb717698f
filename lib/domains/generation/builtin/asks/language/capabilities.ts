import type { Locale } from '../../../../spec/inflect'

/**
 * What people ask for and today's generator has not. Naming one of these makes a clause "not built", with a reason that
 * whoever asked understands. `|` between phrases, `_` for a space.
 */
export type Capability = { en: string; es: string; why: Record<Locale, string> }

const CAPABILITIES: readonly Capability[] = [
  {
    en: `payment|payments|pay|pays|paying|paid|payment_management|checkout|check_out|credit_card|credit_cards|card_payments|stripe|paypal|
      online_payment|online_payments|refund|refunds|invoice_payments|deposit_payment|donate|donations|tip_jar|subscriptions|billing|buy|purchase|purchasing`,
    es: `pago|pagos|pagar|paga|pagan|paguen|cobrar|cobra|cobros|pasarela|tarjeta_de_credito|tarjetas|bizum|paypal|stripe|pago_en_linea|
      pagos_en_linea|reembolso|reembolsos|donar|donaciones|facturacion|comprar|compran|compren`,
    why: {
      en: 'Nothing is paid in the applications that are built here; no payment provider is connected.',
      es: 'En las aplicaciones que se construyen aquí no se paga nada; no hay ningún proveedor de pagos conectado.',
    },
  },
  {
    en: `send_emails|send_an_email|send_e-mails|sends_an_email|gets_an_e-mail|get_an_e-mail|gets_an_email|get_an_email|by_email|by_e-mail|via_email|
      email_notifications|e-mail_notifications|email_notification|email_reminders|e-mail_reminders|email_alerts|receive_emails|
      receive_an_email|emails_me|email_me|confirmation_email|confirmation_emails|an_email_goes|emailed|mail_merge|newsletter_emails|send_newsletters`,
    es: `por_correo|por_email|enviar_correos|envia_un_correo|enviar_un_correo|recibe_un_correo|reciba_un_correo|correo_de_confirmacion|
      avisos_por_correo|notificaciones_por_correo|manda_un_correo|mandar_un_correo|recordatorios_por_correo|recibir_correos|mandar_correos`,
    why: {
      en: 'The application sends no e-mails of its own beside those of signing up.',
      es: 'La aplicación no envía correos propios, salvo los del registro.',
    },
  },
  {
    en: `sms|text_message|text_messages|whatsapp|telegram|push_notification|push_notifications|notification|notifications|notify|notifies|
      notified|reminder|reminders|remind|reminds|alert|alerts|alerted|message_notification|warn|warns|warned|ping|sms_alert|sms_alerts`,
    es: `sms|whatsapp|telegram|notificacion|notificaciones|notificar|notifica|notifique|recordatorio|recordatorios|recordar|recuerde|avisar|avisa|
      avise|aviso|avisos|alerta|alertas|mensaje_de_texto`,
    why: {
      en: 'Nobody is notified by itself: the application sends no messages, reminders or alerts.',
      es: 'Nadie recibe avisos: la aplicación no envía mensajes, recordatorios ni alertas por sí sola.',
    },
  },
  {
    en: `undo|undo_the_last_change|revert|roll_back|rollback`,
    es: `deshacer|deshaz|revertir|revierte`,
    why: {
      en: 'To go back to an earlier state, restore it from the list of versions.',
      es: 'Para volver a un estado anterior, restáuralo desde la lista de versiones.',
    },
  },
  {
    en: `drag_and_drop|drag-and-drop|drag|dragged|dragging|drags|swipe|drag_to_reorder|reorder|reordering|arrange`,
    es: `arrastrar_y_soltar|arrastrar|arrastrando|arrastra|arrastrarlas|arrastrarlos|deslizar|reordenar`,
    why: {
      en: 'Nothing can be dragged; things are moved and ordered by buttons and fields.',
      es: 'No se puede arrastrar nada; las cosas se mueven con botones y campos.',
    },
  },
  {
    en: `map|maps|google_maps|geolocation|gps|nearby|directions_to|route_planner|location_tracking`,
    es: `mapa|mapas|google_maps|geolocalizacion|gps|cerca_de_mi|plano|croquis`,
    why: { en: 'There are no maps and no positions.', es: 'No hay mapas ni posiciones.' },
  },
  {
    en: `chart|charts|bar_chart|bar_charts|line_chart|pie_chart|graph|graphs|heatmap|heat_map|data_visualization|visualization|
      visualizations|visualize|graphical|statistics|statistic|stats|analytics|analysis|analyze|analyse|insights|sales_statistics|kpi|kpis|
      progress_summary|trends`,
    es: `grafico|graficos|grafica|graficas|grafico_de_barras|mapa_de_calor|visualizacion_de_datos|estadistica|estadisticas|analisis|analizar|
      metricas|indicadores|tendencias`,
    why: {
      en: 'No chart or calculation is made for this; a dashboard shows the usual totals only.',
      es: 'No se hace ningún gráfico ni cálculo para esto; un panel muestra solo los totales habituales.',
    },
  },
  {
    en: `pdf|pdfs|csv|excel|spreadsheet|spreadsheets|export|exports|exported|exporting|download|downloads|downloaded|downloading|download_link|xlsx`,
    es: `pdf|csv|excel|hoja_de_calculo|exportar|exporta|exportacion|descargar|descarga|descargas|descargue|xlsx`,
    why: {
      en: 'No file is made from this to download.',
      es: 'No se genera ningún archivo de esto para descargar.',
    },
  },
  {
    en: `print|prints|printed|printing|printable|printer|barcode_scanner|scan|scanner|scans|qr|qr_code|qr_codes`,
    es: `imprimir|imprime|imprimible|impresora|impresion|escanear|escaner|lector_de_codigos|qr|codigo_qr|codigos_qr`,
    why: {
      en: 'Nothing is printed or scanned, and no QR codes are made.',
      es: 'No se imprime ni se escanea nada, ni se generan códigos QR.',
    },
  },
  {
    en: `real_time|real-time|realtime|live_update|live_updates|live|updates_by_itself|update_by_itself|refreshes_automatically|live_chat|
      push_updates|instantly|instant`,
    es: `tiempo_real|en_tiempo_real|en_vivo|en_directo|al_instante|instantaneo|se_actualiza_solo|se_actualiza_sola`,
    why: {
      en: 'Pages show what is there when they are opened; nothing changes on them by itself.',
      es: 'Las páginas muestran lo que hay al abrirlas; nada cambia en ellas por sí solo.',
    },
  },
  {
    en: `game|crossword|arrow_keys|high_score|multiplayer|animation|animations|canvas_drawing|drawing_tool|flashcards|
      mini-game|simple_game|sound_effects|confetti`,
    es: `juego|teclas|animacion|animaciones|multijugador|rompecabezas|crucigrama|efectos_de_sonido|confeti`,
    why: {
      en: 'No game or drawing on the page is built.',
      es: 'No se construye ningún juego ni dibujo en la página.',
    },
  },
  {
    en: `ai|artificial_intelligence|chatbot|chat_bot|gpt|chatgpt|machine_learning|recommendation_engine|recommendation|recommendations|
      recommend|recommends|suggestion|suggestions|suggest|suggests|predict|predicts|prediction|predictions|match_prediction|recognize|
      recognizes|recognition|identify|identifies|detect|detects|detected|matching|matchmaking|translate|translates|speech|voice|
      personality_assessment`,
    es: `ia|inteligencia_artificial|chatbot|gpt|chatgpt|aprendizaje_automatico|recomendacion|recomendaciones|recomienda|recomendar|
      sugerencia|sugerencias|sugiere|sugerir|prediccion|predicciones|predecir|reconocer|reconoce|reconocimiento|identificar|detectar|
      detecta|traducir|voz|emparejar`,
    why: {
      en: 'No intelligence is connected: nothing is recognised, recommended or answered by itself.',
      es: 'No hay ninguna inteligencia conectada: nada se reconoce, recomienda ni responde por sí solo.',
    },
  },
  {
    en: `google_calendar|outlook|ical|calendar_sync|calendar_syncing|sync|syncs|syncing|synced|synchronize|integration|integrations|integrate|
      webhook|webhooks|zapier|slack|api_integration|rss|rss_feed|google_sheets|import|imports|importing|imported`,
    es: `google_calendar|outlook|ical|sincronizar|sincroniza|sincronizacion|integracion|integraciones|integrar|webhook|webhooks|slack|rss|
      importar|importa|importacion`,
    why: {
      en: 'The application is not connected to other services, and nothing is imported.',
      es: 'La aplicación no está conectada con otros servicios y no se importa nada.',
    },
  },
  {
    en: `video_call|video_calls|video_chat|video_conference|streaming|livestream|live_stream|video_player|audio_player|podcast_player|record_audio|webcam`,
    es: `videollamada|videollamadas|videoconferencia|transmision|emision_en_directo|reproductor|grabar_audio|webcam`,
    why: {
      en: 'No video or sound is recorded, played or sent.',
      es: 'No se graba, reproduce ni transmite vídeo o sonido.',
    },
  },
  {
    en: `offline|offline_mode|mobile_app|mobile_apps|ios|android|app_store|native_app|pwa|desktop_app|phone_app|iphone`,
    es: `sin_conexion|sin_internet|app_movil|aplicacion_movil|ios|android|aplicacion_nativa|pwa|iphone`,
    why: {
      en: 'It is a web application, which needs a connection; there is none to install.',
      es: 'Es una aplicación web que necesita conexión; no hay ninguna que instalar.',
    },
  },
  {
    en: `google_login|facebook_login|social_login|sign_in_with_google|log_in_with_google|two-factor|2fa|two_factor_authentication|
      single_sign-on|sso|password_reset|reset_their_password|magic_link|captcha`,
    es: `inicio_con_google|entrar_con_google|doble_factor|2fa|sso|recuperar_contrasena|restablecer_contrasena|captcha|enlace_magico`,
    why: {
      en: 'People sign in with an e-mail address and a password, and in no other way.',
      es: 'Se entra con correo y contraseña, y de ninguna otra forma.',
    },
  },
  {
    en: `upload_photos|upload_pictures|upload_images|upload_a_photo|upload_files|upload_documents|upload_a_file|file_upload|file_uploads|
      image_upload|photo_upload|photo_uploads|uploads|upload|uploading|attachments|attach|attach_files`,
    es: `subir_fotos|subir_una_foto|suben_fotos|subir_imagenes|subir_archivos|subir_documentos|carga_de_archivos|adjuntar|adjuntos|adjunta|subida`,
    why: {
      en: 'Pictures and files are given by their address; nothing can be uploaded.',
      es: 'Las fotos y los archivos se indican por su dirección; no se puede subir nada.',
    },
  },
  {
    en: `role-based|user_management|permission_control|permissions|permission|user_roles|roles|access_levels|access_control|moderation|moderate|
      moderators|approval_workflow`,
    es: `permisos|gestion_de_usuarios|control_de_permisos|roles|niveles_de_acceso|moderacion|moderar|moderadores`,
    why: {
      en: 'There are visitors, people who signed up, and administrators; no other roles or permissions.',
      es: 'Hay visitantes, personas registradas y administradores; no hay otros roles ni permisos.',
    },
  },
  {
    en: `undo|redo|version_history|audit_log|history_of_changes|autosave|auto-save|dark_mode_toggle|theme_switcher|switch_language|multilingual|
      multi-language|infinite_scroll|keyboard_shortcuts|countdown|who_owes_whom|
      who_owes_what|owes|owe|balances|settle_up|settling_up|timer|stopwatch|streak|streaks|widget|embed|shareable_link|share_link|
      share_a_link|referral|loyalty_points|gamification|badges|wizard|drafts|recurring|shopping_cart|cart|inventory_alerts`,
    es: `deshacer|rehacer|historial_de_cambios|autoguardado|multilingue|cambiar_de_idioma|cuenta_atras|
      quien_debe_a_quien|quien_le_debe_a_quien|saldos|ajustar_cuentas|temporizador|cronometro|racha|rachas|
      enlace_para_compartir|puntos_de_fidelidad|insignias|asistente|borradores|recurrente|carrito|
      carrito_de_compra|carrito_de_compras`,
    why: { en: 'This is not among what is built here.', es: 'Esto no está entre lo que se construye aquí.' },
  },
]

/** What names each of them, in both languages. */
export const phrasesIn = (capabilities: readonly Capability[]): Record<Locale, ReadonlyMap<string, Capability>> => ({
  en: phrasesOf(capabilities, 'en'),
  es: phrasesOf(capabilities, 'es'),
})

const phrasesOf = (capabilities: readonly Capability[], locale: Locale): ReadonlyMap<string, Capability> =>
  new Map(
    capabilities.flatMap((one) =>
      one[locale]
        .split('|')
        .filter((phrase) => phrase.trim() !== '')
        .map((phrase) => [phrase.trim().replaceAll('_', ' '), one] as const),
    ),
  )
const PHRASES = phrasesIn(CAPABILITIES)

/** Why what a phrase names is not built; undefined when it names no such thing. */
export const capabilityCalled = (phrase: string, locale: Locale): Capability['why'] | undefined =>
  PHRASES[locale].get(phrase)?.why

/** What can be asked not to be there, beside all of the above: whether the plan has it is looked at. */
const REFUSABLE: Record<Locale, string> = {
  en: `comments ratings reviews likes ads advertising adverts fees deposits commission commissions shipping delivery social
    social_stuff social_features followers friends feed newsletter blog chat messages messaging cookies tracking
    online_payment online_payments calendar_syncing calendar_sync photos videos tags categories leaderboard
    dashboard money prices gamification popups pop-ups login_with_google subscriptions`,
  es: `comentarios valoraciones reseñas resenas likes me_gusta publicidad anuncios comisiones comision envios envio
    fianzas redes_sociales seguidores amigos muro boletin blog chat mensajes mensajeria cookies rastreo
    pago_online pagos_online fotos videos etiquetas categorias clasificacion panel dinero precios suscripciones tarifas`,
}
const REFUSED = {
  en: new Set(REFUSABLE.en.split(/\s+/).map((word) => word.replaceAll('_', ' '))),
  es: new Set(REFUSABLE.es.split(/\s+/).map((word) => word.replaceAll('_', ' '))),
}
export const isRefusable = (phrase: string, locale: Locale): boolean =>
  REFUSED[locale].has(phrase) || PHRASES[locale].has(phrase)
