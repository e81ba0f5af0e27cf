// Written by `python manage.py export_wire` from the events.py of every app. Do not edit.

export interface AbsentAnswer {
  people: AbsentPerson[];
  may_invite: boolean;
}

export interface AbsentPerson {
  username: string;
  name: string;
}

export interface AddPage {
  board: number;
  title?: string;
  after?: number;
}

export interface Admit {
  room: number;
  knock?: number | null;
}

export interface AnswerRing {
  ring: number;
  accept: boolean;
}

export interface AskAbsent {
  room: number;
  text: string;
}

export interface AskFiles {
  room: number;
  before?: number | null;
}

export interface AskKnocks {
  room?: number | null;
}

export interface AskMentionable {
  room: number;
  text: string;
}

export type AskNotifications = Record<string, never>;

export interface AskPass {
  room: number;
  peer: string;
}

export interface AskPins {
  room: number;
}

export interface AskPlace {
  room: number;
  at: number;
}

export interface AskPresences {
  users: number[];
}

export type AskQuiet = Record<string, never>;

export interface AskReactors {
  room: number;
  n: number;
  emoji: string;
}

export interface AskReaders {
  room: number;
  n: number;
}

export interface AskReads {
  room: number;
}

export interface AskRecording {
  room: number;
}

export type AskRings = Record<string, never>;

export type AskServers = Record<string, never>;

export interface AskTargets {
  text?: string;
}

export interface AskThread {
  room: number;
  n: number;
  before?: number | null;
  limit?: number;
}

export interface AskThreads {
  room: number;
}

export interface AskToSend {
  room: number;
  peer: string;
  to: string;
  source: "microphone" | "camera" | "screen";
}

export type AskUnread = Record<string, never>;

export interface AskVersions {
  room: number;
  n: number;
}

export interface AskVoters {
  room: number;
  n: number;
  option: number;
  after?: number;
}

export interface AskWhispers {
  room: number;
}

export interface AskWriting {
  room: number;
}

export interface Asked {
  room: number;
  source: "microphone" | "camera" | "screen";
  by: string;
}

export interface BeIdle {
  on: boolean;
}

export interface BeginRun {
  recording: number;
  run: number;
}

export interface BegunAnswer {
  rev: number;
}

export interface BegunChanged {
  room: number;
  body: string;
  rev: number;
}

export interface BegunPostChanged {
  rev: number;
}

export interface BoardChanged {
  board: number;
  page: number;
  seq: number;
  by: number;
  elements: Record<string, unknown>[];
  whole: boolean;
}

export interface BoardCursor {
  page: number;
  participant: number;
  name: string;
  x: number;
  y: number;
  tool: "pointer" | "laser";
  down: boolean;
}

export interface BoardInk {
  page: number;
  participant: number;
  stroke: string;
  start: number;
  color: string;
  width: number;
  points: number[];
}

export interface BoardPages {
  board: number;
  title: string;
  pages: PageView[];
}

export interface BoardRole {
  board: number;
  policy: "host" | "chosen" | "everybody";
  guests: boolean;
  pens: number[];
  presenter: number | null;
}

export interface BoardState {
  board: number;
  title: string;
  page: number;
  pages: PageView[];
  epoch: string;
  seq: number;
  policy: "host" | "chosen" | "everybody";
  guests: boolean;
  pens: number[];
  presenter: number | null;
  can_draw: boolean;
  host: boolean;
  history: boolean;
  me: number;
  elements: Record<string, unknown>[] | null;
}

export interface BoardView {
  board: number;
  page: number;
  participant: number;
  name: string;
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface CallCarried {
  call: number;
  carrier: CarrierView;
}

export interface CallChanged {
  call: number;
  peer: CallPeer;
}

export interface CallJoined {
  call: number;
  started_at: string;
  peer: CallPeer;
}

export interface CallLeft {
  call: number;
  peer: string;
  reason: "left" | "closed" | "lost" | "moved" | "removed" | "ended";
}

export interface CallPeer {
  peer: string;
  person: Person;
  microphone: boolean;
  camera: boolean;
  screen: boolean;
  hand: string | null;
}

export interface CallState {
  room: number;
}

export interface CallStateAnswer {
  call: CallView | null;
}

export interface CallView {
  id: number;
  started_at: string;
  peers: CallPeer[];
  carrier: CarrierView;
  key_check: string;
}

export interface CancelRing {
  ring: number;
}

export interface Caption {
  room: number;
  peer: string;
  line: number;
  text: string;
  final: boolean;
}

export interface Captioned {
  peer: string;
  line: number;
  text: string;
  final: boolean;
}

export interface CarrierView {
  kind: "mesh" | "sfu";
  generation: number;
  why: "" | "people" | "host" | "weak" | "gone" | "node";
}

export interface CarryCall {
  room: number;
  peer: string;
  kind: "mesh" | "sfu";
}

export interface CastVote {
  room: number;
  n: number;
  options: number[];
}

export interface ChangeBoard {
  board: number;
  page?: number;
  elements: Record<string, unknown>[];
}

export interface ChangeCall {
  room: number;
  peer: string;
  microphone: boolean;
  camera: boolean;
  screen: boolean;
}

export interface ChangePage {
  board: number;
  page: number;
  title?: string | null;
  place?: number | null;
}

export interface ChooseHabit {
  enter_sends: boolean;
}

export interface ClosePoll {
  room: number;
  n: number;
}

export interface DeleteMessage {
  room: number;
  n: number;
}

export interface Deny {
  room: number;
  knock: number;
}

export interface EditMessage {
  room: number;
  n: number;
  body: string;
}

export interface EndCall {
  room: number;
  peer: string;
}

export interface EnterAnswer {
  room: RoomView;
  me: Person;
  people: Person[];
  stream: string;
  pos: Position;
}

export interface EnterBoard {
  room: number;
  page?: number;
  epoch?: string;
  since?: number;
}

export interface EnterRoom {
  room: number;
}

export interface ExitBoard {
  board: number;
}

export interface ExitRoom {
  room: number;
}

export interface Face {
  participant: number;
  avatar: string;
}

export interface Failure {
  code: string;
  message: string;
  retry?: number;
  fields?: Record<string, string[]>;
  current?: Record<string, unknown>[];
}

export interface FileRef {
  id: string;
  alt: string;
}

export interface FileView {
  id: string;
  kind: "picture" | "video" | "sound" | "voice" | "file";
  name: string;
  type: string;
  size: number;
  width: number | null;
  height: number | null;
  sides: number[];
  duration: number | null;
  waveform: number[];
  alt: string;
}

export interface FilesAnswer {
  files: RoomFileView[];
  next: number | null;
}

export interface FindPlaces {
  text?: string;
}

export interface FinishRecording {
  recording: number;
}

export interface Folded {
  user: number;
  on: boolean;
}

export interface FollowThread {
  room: number;
  n: number;
  on: boolean;
}

export interface FollowedThread {
  root: MessageView;
  unread: number;
}

export interface ForgetLost {
  board: number;
  page: number;
  edit: number;
}

export interface ForwardView {
  sender: number;
  user: number | null;
  name: string;
}

export interface FoundPlace {
  kind: "person" | "room";
  name: string;
  about: string;
  address: string;
  avatar: string | null;
  unread: number;
}

export interface GuardRoom {
  room: number;
  locked?: boolean | null;
  waiting_room?: boolean | null;
  forbidden?: ("microphone" | "camera" | "screen" | "chat")[] | null;
  key_check?: string | null;
}

export interface HabitChosen {
  enter_sends: boolean;
}

export interface HandOver {
  room: number;
  participant: number;
}

export interface Hello {
  v: number;
  me: string;
  session: number;
  ping: number;
  pos: Record<string, Position>;
}

export interface HistoryAnswer {
  messages: MessageView[];
  more: boolean;
  newer: boolean;
  starred: number[];
  faces: Face[];
}

export interface IceServer {
  urls: string[];
  username: string | null;
  credential: string | null;
}

export interface InboxChanged {
  room: number;
}

export interface JoinAnswer {
  call: CallView;
  ice_servers: IceServer[];
  ice_expires_in: number;
  media_server: boolean;
}

export interface JoinCall {
  room: number;
  peer: string;
  microphone: boolean;
  camera: boolean;
  recording?: number | null;
  key_check?: string;
}

export interface KeepBegun {
  room: number;
  body: string;
}

export interface KeepRecording {
  recording: number;
}

export interface KnockEnded {
  room: number;
  knock: number;
}

export interface KnockView {
  id: number;
  room: number;
  room_name: string;
  name: string;
  username: string | null;
  at: string;
}

export interface Knocked {
  knock: KnockView;
}

export interface KnocksAnswer {
  knocks: KnockView[];
}

export interface LeaveCall {
  room: number;
  peer: string;
}

export interface LeaveRoom {
  room: number;
}

export interface LiveInk {
  board: number;
  page?: number;
  stroke?: string;
  start?: number;
  color: string;
  width: number;
  points: number[][];
}

export interface LookAt {
  room: number;
  on: boolean;
}

export interface MarkUnread {
  room: number;
  n: number;
}

export interface MediaPass {
  url: string;
  token: string;
  generation: number;
  expires_in: number;
  peers: string[];
}

export interface MemberChanged {
  person: Person;
}

export interface MemberRemoved {
  participant: number;
}

export interface MentionView {
  participant: number;
  key: string;
}

export interface MentionableAnswer {
  people: Person[];
  everybody: boolean;
}

export interface MessageChanged {
  message: MessageView;
  thread: ThreadChange | null;
}

export interface MessageHistory {
  room: number;
  before?: number | null;
  after?: number | null;
  around?: number | null;
  limit?: number;
}

export interface MessageSent {
  message: MessageView;
  thread: ThreadChange | null;
}

export interface MessageView {
  id: number | null;
  n: number;
  room: number;
  sender: number;
  user: number | null;
  username: string | null;
  name: string;
  body: string;
  at: string;
  cid: string;
  reply: QuoteView | null;
  edited: string | null;
  deleted: boolean;
  reactions: ReactionView[];
  thread: number | null;
  in_log: boolean;
  replies: ThreadView | null;
  pinned: boolean;
  forwarded: ForwardView | null;
  files: FileView[];
  mentions: MentionView[];
  poll: PollView | null;
}

export interface MoveCursor {
  board: number;
  page?: number;
  x: number;
  y: number;
  tool?: "pointer" | "laser";
  down?: boolean;
}

export interface MuteRoom {
  room: number;
  on: boolean;
}

export interface Muted {
  room: number;
  on: boolean;
}

export interface NameVersion {
  board: number;
  page: number;
  name: string;
  seq?: number;
}

export interface NoteCaption {
  recording: number;
  peer: string;
  text: string;
  since_ms?: number;
}

export type Nothing = Record<string, never>;

export interface NotificationsChanged {
  unread: number;
  text: string;
  target: string;
  id: number;
  tag: string;
  gone: string[];
}

export interface NotificationsView {
  unread: number;
  newest: number;
}

export interface OpAnswer {
  seq: number;
  lost: Record<string, unknown>[];
}

export interface Original {
  room: number;
  n: number;
}

export interface PageAnswer {
  page: number;
}

export interface PageView {
  id: number;
  title: string;
}

export interface PauseRecording {
  recording: number;
  paused: boolean;
}

export interface Person {
  id: number;
  user: number | null;
  username: string | null;
  name: string;
  avatar: string | null;
  role: "owner" | "host" | "member" | "guest";
}

export interface PersonJoined {
  person: Person;
  at: string;
  back: boolean;
}

export interface PersonLeft {
  person: Person;
  lost: boolean;
  at: string;
}

export interface PinMessage {
  room: number;
  n: number;
  on: boolean;
}

export type Ping = Record<string, never>;

export interface PingAnswer {
  heads: Record<string, Position>;
}

export interface PinsAnswer {
  messages: MessageView[];
}

export interface PlaceAnswer {
  n: number | null;
}

export interface PlacesAnswer {
  places: FoundPlace[];
}

export interface PollIn {
  question: string;
  options: string[];
  many: boolean;
  anonymous: boolean;
  minutes: number | null;
}

export interface PollOption {
  text: string;
  votes: number;
}

export interface PollView {
  question: string;
  options: PollOption[];
  many: boolean;
  anonymous: boolean;
  closes: string | null;
  closed: boolean;
  voters: number;
  mine: number[] | null;
}

export interface PollVoted {
  room: number;
  n: number;
  mine: number[];
}

export interface Position {
  epoch: string;
  seq: number;
}

export type Posted = Record<string, never>;

export interface PresenceChanged {
  user: number;
  online: boolean;
  seen: string | null;
  away: boolean;
}

export interface PresencesAnswer {
  online: number[];
  away: number[];
}

export interface Present {
  board: number;
  on: boolean;
}

export interface QuietChanged {
  on: boolean;
  until: string | null;
}

export interface QuietView {
  on: boolean;
  until: string | null;
}

export interface QuoteView {
  n: number;
  sender: number;
  name: string;
  body: string;
}

export interface RaiseHand {
  room: number;
  peer: string;
  up: boolean;
  to?: string | null;
}

export interface Rang {
  ring: RingView;
}

export interface ReactionShown {
  peer: string;
  emoji: string;
}

export interface ReactionView {
  emoji: string;
  participants: number[];
}

export interface Reactor {
  participant: number;
  user: number | null;
  name: string;
}

export interface ReactorsAnswer {
  people: Reactor[];
  others: number;
}

export interface Read {
  participant: number;
  n: number;
}

export interface ReadPlace {
  participant: number;
  n: number;
}

export interface ReadThread {
  room: number;
  n: number;
  upto: number;
}

export interface ReadUpTo {
  room: number;
  n: number;
}

export interface ReadersAnswer {
  people: Person[];
}

export interface ReadsAnswer {
  mine: number;
  others: ReadPlace[];
  unread: number;
  muted: boolean;
  folded: number[];
}

export interface RecordingAnswer {
  recording: RecordingView | null;
}

export interface RecordingChanged {
  recording: RecordingView;
}

export interface RecordingView {
  id: number;
  state: "running" | "stopping" | "finishing" | "ready" | "broken";
  paused: boolean;
  trouble: "" | "quiet" | "quota" | "disk" | "later";
  by: string;
  peer: string;
  on_server: boolean;
  at: string;
  elapsed_ms: number;
}

export interface RemovePage {
  board: number;
  page: number;
}

export interface RemovePerson {
  room: number;
  participant: number;
  ban?: boolean;
}

export interface RenameBoard {
  board: number;
  title: string;
}

export interface RestorePage {
  board: number;
  page: number;
  seq: number;
}

export interface Resume {
  pos: Record<string, Position>;
}

export interface ResumeAnswer {
  reset: string[];
  pos: Record<string, Position>;
}

export interface RingAnswer {
  ring: number;
  room: RoomRef;
  state: "ringing" | "accepted" | "declined" | "busy" | "missed" | "cancelled";
  name: string;
}

export interface RingEnded {
  ring: number;
  room: number;
  state: "ringing" | "accepted" | "declined" | "busy" | "missed" | "cancelled";
  name: string;
}

export interface RingMembers {
  room: number;
  peer: string;
}

export interface RingPerson {
  username: string;
}

export interface RingView {
  id: number;
  room: RoomRef;
  name: string;
  username: string;
  at: string;
}

export interface RingsAnswer {
  rings: RingView[];
}

export interface RoomChanged {
  room: RoomView;
}

export interface RoomClosed {
  room: number;
  reason: "deleted" | "ended" | "empty";
}

export interface RoomFileView {
  row: number;
  n: number;
  name: string;
  at: string;
  file: FileView;
}

export interface RoomRef {
  id: number;
  code: string;
  name: string;
}

export interface RoomView {
  id: number;
  code: string;
  name: string;
  kind: "group" | "open" | "meeting" | "direct";
  kept: boolean;
  listed: boolean;
  guests_allowed: boolean;
  waiting_room: boolean;
  locked: boolean;
  forbidden: string[];
  key_check: string;
}

export type RoomsListed = Record<string, never>;

export interface SearchAnswer {
  hits: SearchHit[];
  next: string;
}

export interface SearchHit {
  kind: "message" | "whisper";
  id: number;
  room: number;
  room_name: string;
  address: string;
  n: number;
  sender: number;
  name: string;
  username: string | null;
  avatar: string | null;
  to_name: string | null;
  at: string;
  snippet: SnippetPart[];
}

export interface SearchMessages {
  text?: string;
  room?: number | null;
  sender?: string;
  before?: string;
  after?: string;
  has_file?: boolean;
  cursor?: string;
  limit?: number;
}

export interface SendAnswer {
  id: number | null;
  n: number;
  seq: number;
  at: string;
}

export interface SendMessage {
  room: number;
  cid: string;
  body: string;
  reply_to?: number | null;
  thread?: number | null;
  in_log?: boolean;
  forward?: Original | null;
  files?: FileRef[];
  poll?: PollIn | null;
}

export interface ServersAnswer {
  ice_servers: IceServer[];
}

export interface SessionEnded {
  session: number;
}

export interface SetHost {
  room: number;
  participant: number;
  host: boolean;
}

export interface SetPen {
  room: number;
  participant: number;
  on: boolean;
}

export interface SetPolicy {
  board: number;
  policy: "host" | "chosen" | "everybody";
  guests?: boolean | null;
}

export interface SetQuiet {
  on: boolean;
  minutes?: number | null;
}

export interface SetReaction {
  room: number;
  n: number;
  emoji: string;
  on: boolean;
}

export interface ShowReaction {
  room: number;
  peer: string;
  emoji: "👍" | "👏" | "❤️" | "😂" | "😮" | "🎉";
}

export interface ShowView {
  board: number;
  page?: number;
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Signal {
  room: number;
  peer: string;
  to: string;
  data: Record<string, unknown>;
}

export interface Signalled {
  room: number;
  sender: string;
  data: Record<string, unknown>;
}

export interface Silence {
  room: number;
  peer: string;
  to?: string | null;
  source: "microphone" | "camera" | "screen";
}

export interface Silenced {
  room: number;
  source: "microphone" | "camera" | "screen";
  by: string;
}

export interface SnippetPart {
  text: string;
  hit: boolean;
}

export interface StarMessage {
  room: number;
  n: number;
  on: boolean;
}

export interface Starred {
  room: number;
  n: number;
  on: boolean;
}

export interface StartRecording {
  room: number;
  peer: string;
  on_server?: boolean;
}

export interface StopRecording {
  recording: number;
}

export interface TalkAnswer {
  room: number;
}

export interface TalkWith {
  username: string;
}

export interface Target {
  room: number | null;
  username: string | null;
  name: string;
  avatar: string | null;
}

export interface TargetsAnswer {
  targets: Target[];
}

export interface TellTrouble {
  room: number;
  peer: string;
  generation: number;
  what: "weak" | "lost";
}

export interface ThreadAnswer {
  root: MessageView;
  messages: MessageView[];
  more: boolean;
  following: boolean;
  read: number;
  starred: number[];
  faces: Face[];
}

export interface ThreadChange {
  n: number;
  replies: ThreadView | null;
}

export interface ThreadNews {
  room: number;
}

export interface ThreadView {
  count: number;
  at: string;
}

export interface ThreadsAnswer {
  threads: FollowedThread[];
}

export interface Typing {
  participant: number;
}

export interface TypingNow {
  room: number;
}

export interface UnreadAnswer {
  unread: number;
}

export interface VersionView {
  body: string;
  at: string;
}

export interface VersionsAnswer {
  versions: VersionView[];
}

export interface VoteAnswer {
  mine: number[];
}

export interface VotersAnswer {
  people: Person[];
  more: boolean;
}

export interface Whisper {
  room: number;
  cid: string;
  to: number;
  body: string;
}

export interface WhisperAnswer {
  id: number | null;
  after: number;
  at: string;
}

export interface WhisperView {
  id: number | null;
  after: number;
  room: number;
  sender: number;
  user: number | null;
  username: string | null;
  name: string;
  to: number;
  to_username: string | null;
  to_name: string;
  body: string;
  at: string;
  cid: string;
}

export interface Whispered {
  whisper: WhisperView;
}

export interface WhispersAnswer {
  whispers: WhisperView[];
  stream: string | null;
  pos: Position | null;
}

export interface WritingAnswer {
  body: string;
  rev: number;
  enter_sends: boolean;
}

/** What may come, by name. */
export interface Events {
  "accounts.session_ended": SessionEnded;
  "board.changed": BoardChanged;
  "board.cursor": BoardCursor;
  "board.ink": BoardInk;
  "board.pages": BoardPages;
  "board.role": BoardRole;
  "board.view": BoardView;
  "calls.asked": Asked;
  "calls.captioned": Captioned;
  "calls.carried": CallCarried;
  "calls.changed": CallChanged;
  "calls.joined": CallJoined;
  "calls.left": CallLeft;
  "calls.rang": Rang;
  "calls.reacted": ReactionShown;
  "calls.ring_ended": RingEnded;
  "calls.signalled": Signalled;
  "calls.silenced": Silenced;
  "chat.begun_changed": BegunChanged;
  "chat.folded": Folded;
  "chat.habit_chosen": HabitChosen;
  "chat.inbox_changed": InboxChanged;
  "chat.message_changed": MessageChanged;
  "chat.message_sent": MessageSent;
  "chat.muted": Muted;
  "chat.poll_voted": PollVoted;
  "chat.read": Read;
  "chat.starred": Starred;
  "chat.thread_news": ThreadNews;
  "chat.typing": Typing;
  "chat.whispered": Whispered;
  "feed.begun_changed": BegunPostChanged;
  "feed.posted": Posted;
  "notifications.changed": NotificationsChanged;
  "notifications.quiet_changed": QuietChanged;
  "people.presence_changed": PresenceChanged;
  "recordings.changed": RecordingChanged;
  "rooms.knock_ended": KnockEnded;
  "rooms.knocked": Knocked;
  "rooms.listed": RoomsListed;
  "rooms.member_changed": MemberChanged;
  "rooms.member_removed": MemberRemoved;
  "rooms.person_joined": PersonJoined;
  "rooms.person_left": PersonLeft;
  "rooms.room_changed": RoomChanged;
  "rooms.room_closed": RoomClosed;
}

/** What may be asked, by op. */
export interface Commands {
  "board.add_page": { in: AddPage; out: PageAnswer };
  "board.change_page": { in: ChangePage; out: Nothing };
  "board.cursor": { in: MoveCursor; out: Nothing };
  "board.enter": { in: EnterBoard; out: BoardState };
  "board.exit": { in: ExitBoard; out: Nothing };
  "board.forget_lost": { in: ForgetLost; out: Nothing };
  "board.live": { in: LiveInk; out: Nothing };
  "board.name_version": { in: NameVersion; out: Nothing };
  "board.op": { in: ChangeBoard; out: OpAnswer };
  "board.pen": { in: SetPen; out: Nothing };
  "board.policy": { in: SetPolicy; out: Nothing };
  "board.present": { in: Present; out: Nothing };
  "board.remove_page": { in: RemovePage; out: Nothing };
  "board.rename": { in: RenameBoard; out: Nothing };
  "board.restore": { in: RestorePage; out: Nothing };
  "board.view": { in: ShowView; out: Nothing };
  "call.answer": { in: AnswerRing; out: RoomRef };
  "call.ask": { in: AskToSend; out: Nothing };
  "call.cancel": { in: CancelRing; out: Nothing };
  "call.caption": { in: Caption; out: Nothing };
  "call.carry": { in: CarryCall; out: Nothing };
  "call.change": { in: ChangeCall; out: Nothing };
  "call.end": { in: EndCall; out: Nothing };
  "call.hand": { in: RaiseHand; out: Nothing };
  "call.join": { in: JoinCall; out: JoinAnswer };
  "call.leave": { in: LeaveCall; out: Nothing };
  "call.pass": { in: AskPass; out: MediaPass };
  "call.react": { in: ShowReaction; out: Nothing };
  "call.ring": { in: RingPerson; out: RingAnswer };
  "call.ring_members": { in: RingMembers; out: Nothing };
  "call.rings": { in: AskRings; out: RingsAnswer };
  "call.servers": { in: AskServers; out: ServersAnswer };
  "call.signal": { in: Signal; out: Nothing };
  "call.silence": { in: Silence; out: Nothing };
  "call.state": { in: CallState; out: CallStateAnswer };
  "call.trouble": { in: TellTrouble; out: Nothing };
  "inbox.find": { in: FindPlaces; out: PlacesAnswer };
  "inbox.unread": { in: AskUnread; out: UnreadAnswer };
  "message.absent": { in: AskAbsent; out: AbsentAnswer };
  "message.delete": { in: DeleteMessage; out: Nothing };
  "message.edit": { in: EditMessage; out: Nothing };
  "message.files": { in: AskFiles; out: FilesAnswer };
  "message.follow": { in: FollowThread; out: Nothing };
  "message.history": { in: MessageHistory; out: HistoryAnswer };
  "message.look": { in: LookAt; out: Nothing };
  "message.mentionable": { in: AskMentionable; out: MentionableAnswer };
  "message.mute": { in: MuteRoom; out: Nothing };
  "message.pin": { in: PinMessage; out: Nothing };
  "message.pins": { in: AskPins; out: PinsAnswer };
  "message.place": { in: AskPlace; out: PlaceAnswer };
  "message.react": { in: SetReaction; out: Nothing };
  "message.reactors": { in: AskReactors; out: ReactorsAnswer };
  "message.read": { in: ReadUpTo; out: Nothing };
  "message.readers": { in: AskReaders; out: ReadersAnswer };
  "message.reads": { in: AskReads; out: ReadsAnswer };
  "message.search": { in: SearchMessages; out: SearchAnswer };
  "message.send": { in: SendMessage; out: SendAnswer };
  "message.star": { in: StarMessage; out: Nothing };
  "message.talk": { in: TalkWith; out: TalkAnswer };
  "message.targets": { in: AskTargets; out: TargetsAnswer };
  "message.thread": { in: AskThread; out: ThreadAnswer };
  "message.thread_read": { in: ReadThread; out: Nothing };
  "message.threads": { in: AskThreads; out: ThreadsAnswer };
  "message.typing": { in: TypingNow; out: Nothing };
  "message.unread": { in: MarkUnread; out: Nothing };
  "message.versions": { in: AskVersions; out: VersionsAnswer };
  "message.whisper": { in: Whisper; out: WhisperAnswer };
  "message.whispers": { in: AskWhispers; out: WhispersAnswer };
  "notifications.ask": { in: AskNotifications; out: NotificationsView };
  "ping": { in: Ping; out: PingAnswer };
  "poll.close": { in: ClosePoll; out: Nothing };
  "poll.vote": { in: CastVote; out: VoteAnswer };
  "poll.voters": { in: AskVoters; out: VotersAnswer };
  "presence.idle": { in: BeIdle; out: Nothing };
  "presence.of": { in: AskPresences; out: PresencesAnswer };
  "quiet.ask": { in: AskQuiet; out: QuietView };
  "quiet.set": { in: SetQuiet; out: QuietView };
  "recording.caption": { in: NoteCaption; out: Nothing };
  "recording.finish": { in: FinishRecording; out: Nothing };
  "recording.keep": { in: KeepRecording; out: RecordingView };
  "recording.pause": { in: PauseRecording; out: Nothing };
  "recording.run": { in: BeginRun; out: Nothing };
  "recording.start": { in: StartRecording; out: RecordingView };
  "recording.state": { in: AskRecording; out: RecordingAnswer };
  "recording.stop": { in: StopRecording; out: Nothing };
  "resume": { in: Resume; out: ResumeAnswer };
  "room.admit": { in: Admit; out: Nothing };
  "room.deny": { in: Deny; out: Nothing };
  "room.enter": { in: EnterRoom; out: EnterAnswer };
  "room.exit": { in: ExitRoom; out: Nothing };
  "room.guard": { in: GuardRoom; out: Nothing };
  "room.hand_over": { in: HandOver; out: Nothing };
  "room.knocks": { in: AskKnocks; out: KnocksAnswer };
  "room.leave": { in: LeaveRoom; out: Nothing };
  "room.remove_person": { in: RemovePerson; out: Nothing };
  "room.set_host": { in: SetHost; out: Nothing };
  "writing.ask": { in: AskWriting; out: WritingAnswer };
  "writing.choose": { in: ChooseHabit; out: Nothing };
  "writing.keep": { in: KeepBegun; out: BegunAnswer };
}

export type EventName = keyof Events;
export type Op = keyof Commands;
