/**
 * A page of somebody who knows that it will be shown to others: everything in it wants to run, to go somewhere, or to
 * have a host told that it was looked at.
 * @param host that hears of it
 * @returns what stands in its body and in its head
 */
export const HOSTILE_PAGE = (host: string): [body: string, head: string] => [
  `<h1>I look harmless</h1><p>I say evil.test</p>
  <script>fetch('${host}/fetch'); new Image().src = '${host}/image'; top.location = '${host}/top'</script>
  <img src="${host}/img" srcset="${host}/srcset 2x" onerror="fetch('${host}/onerror')" alt="a">
  <img src="data:image/png;base64,broken" onerror="fetch('${host}/onerror2')" alt="b">
  <svg onload="fetch('${host}/onload')"><image href="${host}/svg-image"/><use href="${host}/use#a"/>
    <script>fetch('${host}/svg-script')</script><style>p{background:url(${host}/svg-style)}</style>
    <foreignObject><iframe src="${host}/foreign"></iframe></foreignObject>
    <a href="${host}/svg-a"><text>x</text></a></svg>
  <iframe src="${host}/iframe"></iframe><iframe srcdoc="<script>parent.postMessage(1,'*')</script>"></iframe>
  <object data="${host}/object"><param name="movie" value="${host}/param"></object><embed src="${host}/embed">
  <video src="${host}/video" poster="${host}/poster" autoplay></video><audio src="${host}/audio" autoplay></audio>
  <form action="${host}/form" method="post" id="f"><input name="q" value="1" autofocus onfocus="f.submit()">
    <button formaction="${host}/formaction" formtarget="_top">Send</button></form>
  <a href="${host}/link" ping="${host}/ping" target="_top">Go</a><a href="javascript:fetch('${host}/js')">Run</a>
  <div style="background:url('${host}/style');list-style:url(${host}/list)" data-devora-found>styled</div>
  <table background="${host}/table"><tr><td background="${host}/cell">x</td></tr></table>
  <noscript><img src="${host}/noscript"></noscript><template><img src="${host}/template"></template>
  <math><mtext><mglyph><style><img src=x onerror="fetch('${host}/mxss')"></style></mglyph></mtext></math>
  <textarea></textarea><p title="</style><script>fetch('${host}/title')</script>">t</p>
  <style>@import url(${host}/import); @font-face{font-family:x;src:url(${host}/font)} h1{font-family:x;
    background:image-set(url("${host}/set") 1x); cursor:url(${host}/cursor),auto}
    p{content:"</style><script>1</script>"}
    @media all{body{background:u\\72l(${host}/escaped)}}</style>`,
  `<base href="${host}/base/" target="_top"><meta http-equiv="refresh" content="0;url=${host}/refresh">
  <meta http-equiv="Content-Security-Policy" content="default-src * data: blob: 'unsafe-inline'">
  <link rel="stylesheet" href="${host}/sheet"><link rel="preload" as="image" href="${host}/preload">
  <link rel="prefetch" href="${host}/prefetch"><link rel="preconnect" href="${host}">
  <link rel="dns-prefetch" href="${host}">
  <link rel="icon" href="${host}/icon"><link rel="manifest" href="${host}/manifest">`,
]
