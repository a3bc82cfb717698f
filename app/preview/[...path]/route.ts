import { readAsset } from '@/lib/domains/preview/assets'
import { webContext } from '@/lib/web'

/** What previews run on: the frame and its scripts, the packages, the database. The same for everybody, so for all. */
export async function GET(_: Request, { params }: { params: Promise<{ path: string[] }> }): Promise<Response> {
  const { home } = await webContext()
  const asset = await readAsset(home, (await params).path)
  return asset === null ? new Response(null, { status: 404 }) : new Response(asset.bytes, { headers: asset.headers })
}
