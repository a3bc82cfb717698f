import { mkdir, mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { nodeModules } from '../packages.ts'
import { nodeBinary, type ProcessEnd, type ProcessLimits, runProcess } from './run-process.ts'
import { watchMemory } from './watch-memory.ts'
import { writeFiles } from './write-files.ts'

/**
 * Runs a project's own code (a build executes its `next.config.ts`) where it can reach nothing of ours.
 *
 * It gets a root of its own that holds the system's libraries and programs, our packages and Node, all read-only; its
 * files are copied into a `tmpfs`, so what it writes is bounded and gone with it. It has its own network (loopback,
 * nothing on it), process ids, IPC and host name. As root it runs as an account that owns nothing else; as a normal
 * user in a user namespace. Either way without capabilities, without `setuid`, chrooted (which also forbids it
 * namespaces of its own), and first in line for the kernel's memory killer. Namespaces come from util-linux, which
 * every Linux has; rejected: bubblewrap and containers (not there on a fresh machine), `--permission` of Node (guards
 * against mistakes, not against native code).
 */

/** Where the project stands inside. */
export const SANDBOX_ROOT = '/project'
/** Where a folder of scripts stands inside. */
export const SANDBOX_SCRIPTS = '/scripts'

const BYTES = { project: '1g', temporary: '256m', file: 512 * 1024 * 1024 }
/** Threads count too; Next uses about 25 for each core up to the four that it is given. */
const PROCESSES = 512
/** Range that systemd keeps for services that get an account for their lifetime only: nobody owns a file there. */
const ACCOUNTS = { first: 61_184, count: 4_336 }

/**
 * `$1` working folder, `$2` packages, `$3` Node, `$4` account (empty: a user namespace did it), `$5` project, then what
 * else is shown (a file or folder of ours, its place inside), `--`, and the command. Everything is mounted below
 * `$1/root`, which becomes the root; the links beside `sandbox` let `umount` and `chroot` be found after that.
 */
const SCRIPT = String.raw`
set -eu
PATH=/usr/sbin:/usr/bin:/sbin:/bin
work=$1 packages=$2 node=$3 account=$4 home=$5; shift 5
bound() { mount --rbind "$1" "$2"; mount -o remount,bind,ro,nosuid,nodev "$2"; }
mount -t tmpfs -o size=8m,mode=0755,nosuid none "$work/root"
sandbox=$work/root/sandbox
mkdir -p "$work/root/old" "$sandbox$home" "$sandbox/node"
for folder in usr etc dev proc tmp; do mkdir -p "$sandbox/$folder"; done
for folder in proc usr bin sbin lib lib32 lib64; do ln -s "sandbox/$folder" "$work/root/$folder"; done
for folder in /usr/bin /usr/sbin /usr/lib /usr/lib32 /usr/lib64 /bin /sbin /lib /lib32 /lib64; do
  if [ -L "$folder" ]; then ln -s "$(readlink "$folder")" "$sandbox$folder"
  elif [ -d "$folder" ]; then mkdir "$sandbox$folder"; bound "$folder" "$sandbox$folder"; fi
done
for file in null zero full random urandom; do
  : > "$sandbox/dev/$file"; mount --bind "/dev/$file" "$sandbox/dev/$file"
done
ln -s /proc/self/fd "$sandbox/dev/fd"
: > "$sandbox/node/node"; bound "$node" "$sandbox/node/node"
[ ! -f /etc/ld.so.cache ] || cp /etc/ld.so.cache "$sandbox/etc/"
echo "build:x:$(( account + 0 )):$(( account + 0 )):::" > "$sandbox/etc/passwd"
echo '127.0.0.1 localhost' > "$sandbox/etc/hosts"
mount -t proc -o nosuid,nodev,noexec none "$sandbox/proc" 2>/dev/null || true
mount -t tmpfs -o size=${BYTES.temporary},nr_inodes=50k,mode=1777,nosuid,nodev none "$sandbox/tmp"
mount -t tmpfs -o size=${BYTES.project},nr_inodes=200k,mode=0755,nosuid,nodev none "$sandbox$home"
cp -R "$work/files/." "$sandbox$home/"
mkdir "$sandbox$home/node_modules"
[ -z "$account" ] || chown -R "$account:$account" "$sandbox$home"
bound "$packages" "$sandbox$home/node_modules"
while [ "$1" != -- ]; do
  if [ -d "$1" ]; then mkdir -p "$sandbox$2"; else mkdir -p "$(dirname "$sandbox$2")"; : > "$sandbox$2"; fi
  bound "$1" "$sandbox$2"; shift 2
done
shift
ip link set lo up 2>/dev/null || ifconfig lo up 2>/dev/null ||
  perl -e 'socket(S,2,2,0); ioctl(S,0x8914,pack("a16 s x22","lo",1)) or die' 2>/dev/null || true
echo 1000 > /proc/self/oom_score_adj 2>/dev/null || true
mount -o remount,ro,nosuid none "$work/root"
cd "$work/root"
pivot_root . old
umount -l /old
# Not exec: this shell stays process 1, which reaps orphans and takes everything with it when it ends.
chroot /sandbox /usr/bin/env -C "$home" setpriv \
  ${'$'}{account:+--reuid="$account" --regid="$account" --clear-groups} \
  --no-new-privs --bounding-set=-all --inh-caps=-all \
  prlimit --nproc=${PROCESSES} --nofile=16384 --fsize=${BYTES.file} --core=0 "$@"
`

export type SandboxEnd = Omit<ProcessEnd, 'stopped'> & { stopped: ProcessEnd['stopped'] | 'memory' }
export type SandboxLimits = Omit<ProcessLimits, 'cwd'> & {
  /** Resident memory of everything in the sandbox together, in MB. */
  totalMb: number
  /** A folder of ours that it may read, at `SANDBOX_SCRIPTS`. */
  scripts?: string
  /** More that it may read, and start: files or folders of ours, and where they stand inside. */
  shown?: readonly Shown[]
}

export type Shown = { from: string; at: string }

/**
 * Runs Node with `args` on `files`, in the sandbox, with `SANDBOX_ROOT` as working folder and our packages in its
 * `node_modules`.
 * @throws the signal's reason when aborted; an error when the sandbox cannot be made (ask `sandboxProblem` first).
 */
export async function runSandboxed(
  files: ReadonlyMap<string, string | Uint8Array>,
  args: string[],
  limits: SandboxLimits,
): Promise<SandboxEnd> {
  const work = await realpath(await mkdtemp(join(tmpdir(), 'devora-sandbox-')))
  try {
    await mkdir(join(work, 'root'))
    await mkdir(join(work, 'files'))
    await writeFiles(join(work, 'files'), files)
    const isRoot = process.getuid?.() === 0
    const account = isRoot ? String(ACCOUNTS.first + Math.floor(Math.random() * ACCOUNTS.count)) : ''
    const apart = ['--mount', '--net', '--pid', '--ipc', '--uts', '--fork', '--kill-child=KILL']
    const inside = [
      '/bin/sh',
      '-c',
      SCRIPT,
      'sandbox',
      work,
      nodeModules(),
      await realpath(nodeBinary()),
      account,
      SANDBOX_ROOT,
      ...(limits.scripts ? [limits.scripts, SANDBOX_SCRIPTS] : []),
      ...(limits.shown ?? []).flatMap(({ from, at }) => [from, at]),
      '--',
    ]
    const memory = watchMemory(limits.totalMb)
    // The outermost process dies with us, and everything inside with it.
    const end = await runProcess(
      '/usr/bin/setpriv',
      [
        '--pdeathsig',
        'KILL',
        '/usr/bin/unshare',
        ...(isRoot ? [] : ['--user', '--map-root-user']),
        ...apart,
        ...inside,
        '/node/node',
        ...args,
      ],
      {
        ...limits,
        cwd: work,
        onStart: (pid, kill) => void (limits.begun ?? Promise.resolve()).then(() => memory.start(pid, kill)),
        env: { HOME: '/tmp', TMPDIR: '/tmp', ...limits.env, PATH: '/node:/usr/bin:/bin' },
      },
    ).finally(memory.end)
    return { ...end, stopped: memory.isOver() ? 'memory' : end.stopped }
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

let problem: Promise<string | null> | undefined

/**
 * Why no sandbox can be made here, in words for a person; null when one can. Found out by making one, once per process.
 */
export const sandboxProblem = (): Promise<string | null> =>
  (problem ??= trySandbox().then((found) => {
    // A machine that was only too busy gets another try.
    if (found !== null) problem = undefined
    return found
  }))

async function trySandbox(): Promise<string | null> {
  if (process.platform !== 'linux') return 'it needs Linux'
  const limits = { wallMs: 10_000, memoryMb: 2048, totalMb: 1024, signal: new AbortController().signal }
  try {
    const { code, stdout, stderr } = await runSandboxed(
      new Map([['probe.txt', 'in']]),
      ['-p', 'require("fs").readFileSync("probe.txt", "utf8")'],
      limits,
    )
    if (code === 0 && stdout.trim() === 'in') return null
    const said = stderr.trim().split('\n').at(-1)?.slice(0, 200) ?? ''
    return `the kernel or the container refuses namespaces (${said || `status ${code}`})`
  } catch (error) {
    return `namespaces cannot be made (${error instanceof Error ? error.message : 'unknown'})`
  }
}
