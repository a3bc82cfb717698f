/** Every blueprint by its slug: a folder of its own in `blueprints`, and a line here. */

import appointments from '../../../../../blueprints/appointments/blueprint.json' with { type: 'json' }
import bookClub from '../../../../../blueprints/book-club/blueprint.json' with { type: 'json' }
import classBooking from '../../../../../blueprints/class-booking/blueprint.json' with { type: 'json' }
import crowdfunding from '../../../../../blueprints/crowdfunding/blueprint.json' with { type: 'json' }
import events from '../../../../../blueprints/events/blueprint.json' with { type: 'json' }
import feedbackBoard from '../../../../../blueprints/feedback-board/blueprint.json' with { type: 'json' }
import forum from '../../../../../blueprints/forum/blueprint.json' with { type: 'json' }
import garage from '../../../../../blueprints/garage/blueprint.json' with { type: 'json' }
import habits from '../../../../../blueprints/habits/blueprint.json' with { type: 'json' }
import helpDesk from '../../../../../blueprints/help-desk/blueprint.json' with { type: 'json' }
import invoicing from '../../../../../blueprints/invoicing/blueprint.json' with { type: 'json' }
import jobBoard from '../../../../../blueprints/job-board/blueprint.json' with { type: 'json' }
import kanban from '../../../../../blueprints/kanban/blueprint.json' with { type: 'json' }
import leaveRequests from '../../../../../blueprints/leave-requests/blueprint.json' with { type: 'json' }
import library from '../../../../../blueprints/library/blueprint.json' with { type: 'json' }
import linkPage from '../../../../../blueprints/link-page/blueprint.json' with { type: 'json' }
import notes from '../../../../../blueprints/notes/blueprint.json' with { type: 'json' }
import photoFeed from '../../../../../blueprints/photo-feed/blueprint.json' with { type: 'json' }
import realEstate from '../../../../../blueprints/real-estate/blueprint.json' with { type: 'json' }
import restaurant from '../../../../../blueprints/restaurant/blueprint.json' with { type: 'json' }
import sensors from '../../../../../blueprints/sensors/blueprint.json' with { type: 'json' }
import sharedExpenses from '../../../../../blueprints/shared-expenses/blueprint.json' with { type: 'json' }
import timeClock from '../../../../../blueprints/time-clock/blueprint.json' with { type: 'json' }
import tripPlanner from '../../../../../blueprints/trip-planner/blueprint.json' with { type: 'json' }

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
