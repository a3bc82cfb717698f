import { answerBrowserAuth, refuseOthers } from '@/lib/web'

type Segments = { params: Promise<{ nextauth: string[] }> }

const answer = async (request: Request, { params }: Segments): Promise<Response> =>
  answerBrowserAuth(request, (await params).nextauth)

export { answer as GET, answer as POST }
export const { PUT, PATCH, DELETE } = refuseOthers('GET', 'POST')
