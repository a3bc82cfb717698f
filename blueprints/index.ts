/** Every blueprint, by its slug: a folder of its own and a line here. Data alone; `generation/builtin/blueprints` reads it. */

import appointments from './appointments/blueprint.json' with { type: 'json' }
import bookClub from './book-club/blueprint.json' with { type: 'json' }
import classBooking from './class-booking/blueprint.json' with { type: 'json' }
import crowdfunding from './crowdfunding/blueprint.json' with { type: 'json' }
import events from './events/blueprint.json' with { type: 'json' }
import feedbackBoard from './feedback-board/blueprint.json' with { type: 'json' }
import forum from './forum/blueprint.json' with { type: 'json' }
import garage from './garage/blueprint.json' with { type: 'json' }
import habits from './habits/blueprint.json' with { type: 'json' }
import helpDesk from './help-desk/blueprint.json' with { type: 'json' }
import invoicing from './invoicing/blueprint.json' with { type: 'json' }
import jobBoard from './job-board/blueprint.json' with { type: 'json' }
import kanban from './kanban/blueprint.json' with { type: 'json' }
import leaveRequests from './leave-requests/blueprint.json' with { type: 'json' }
import library from './library/blueprint.json' with { type: 'json' }
import linkPage from './link-page/blueprint.json' with { type: 'json' }
import notes from './notes/blueprint.json' with { type: 'json' }
import photoFeed from './photo-feed/blueprint.json' with { type: 'json' }
import realEstate from './real-estate/blueprint.json' with { type: 'json' }
import restaurant from './restaurant/blueprint.json' with { type: 'json' }
import sensors from './sensors/blueprint.json' with { type: 'json' }
import sharedExpenses from './shared-expenses/blueprint.json' with { type: 'json' }
import timeClock from './time-clock/blueprint.json' with { type: 'json' }
import tripPlanner from './trip-planner/blueprint.json' with { type: 'json' }

export const BLUEPRINT_FILES: Readonly<Record<string, unknown>> = {
  appointments,
  'book-club': bookClub,
  'class-booking': classBooking,
  crowdfunding,
  events,
  'feedback-board': feedbackBoard,
  forum,
  garage,
  habits,
  'help-desk': helpDesk,
  invoicing,
  'job-board': jobBoard,
  kanban,
  'leave-requests': leaveRequests,
  library,
  'link-page': linkPage,
  notes,
  'photo-feed': photoFeed,
  'real-estate': realEstate,
  restaurant,
  sensors,
  'shared-expenses': sharedExpenses,
  'time-clock': timeClock,
  'trip-planner': tripPlanner,
}
