/** Every blueprint by its slug: a folder of its own in `blueprints`, and a line here. */

import appointments from '../../../../../blueprints/appointments/blueprint.json' with { type: 'json' }
import attendance from '../../../../../blueprints/attendance/blueprint.json' with { type: 'json' }
import auction from '../../../../../blueprints/auction/blueprint.json' with { type: 'json' }
import blog from '../../../../../blueprints/blog/blueprint.json' with { type: 'json' }
import bookClub from '../../../../../blueprints/book-club/blueprint.json' with { type: 'json' }
import budget from '../../../../../blueprints/budget/blueprint.json' with { type: 'json' }
import classBooking from '../../../../../blueprints/class-booking/blueprint.json' with { type: 'json' }
import courses from '../../../../../blueprints/courses/blueprint.json' with { type: 'json' }
import crm from '../../../../../blueprints/crm/blueprint.json' with { type: 'json' }
import crowdfunding from '../../../../../blueprints/crowdfunding/blueprint.json' with { type: 'json' }
import directory from '../../../../../blueprints/directory/blueprint.json' with { type: 'json' }
import equipment from '../../../../../blueprints/equipment/blueprint.json' with { type: 'json' }
import events from '../../../../../blueprints/events/blueprint.json' with { type: 'json' }
import feedbackBoard from '../../../../../blueprints/feedback-board/blueprint.json' with { type: 'json' }
import forum from '../../../../../blueprints/forum/blueprint.json' with { type: 'json' }
import garage from '../../../../../blueprints/garage/blueprint.json' with { type: 'json' }
import habits from '../../../../../blueprints/habits/blueprint.json' with { type: 'json' }
import helpDesk from '../../../../../blueprints/help-desk/blueprint.json' with { type: 'json' }
import inventory from '../../../../../blueprints/inventory/blueprint.json' with { type: 'json' }
import invoicing from '../../../../../blueprints/invoicing/blueprint.json' with { type: 'json' }
import jobBoard from '../../../../../blueprints/job-board/blueprint.json' with { type: 'json' }
import kanban from '../../../../../blueprints/kanban/blueprint.json' with { type: 'json' }
import leaveRequests from '../../../../../blueprints/leave-requests/blueprint.json' with { type: 'json' }
import library from '../../../../../blueprints/library/blueprint.json' with { type: 'json' }
import linkPage from '../../../../../blueprints/link-page/blueprint.json' with { type: 'json' }
import marketplace from '../../../../../blueprints/marketplace/blueprint.json' with { type: 'json' }
import notes from '../../../../../blueprints/notes/blueprint.json' with { type: 'json' }
import photoFeed from '../../../../../blueprints/photo-feed/blueprint.json' with { type: 'json' }
import polls from '../../../../../blueprints/polls/blueprint.json' with { type: 'json' }
import portfolio from '../../../../../blueprints/portfolio/blueprint.json' with { type: 'json' }
import projectTracker from '../../../../../blueprints/project-tracker/blueprint.json' with { type: 'json' }
import realEstate from '../../../../../blueprints/real-estate/blueprint.json' with { type: 'json' }
import restaurant from '../../../../../blueprints/restaurant/blueprint.json' with { type: 'json' }
import sensors from '../../../../../blueprints/sensors/blueprint.json' with { type: 'json' }
import sharedExpenses from '../../../../../blueprints/shared-expenses/blueprint.json' with { type: 'json' }
import shoppingList from '../../../../../blueprints/shopping-list/blueprint.json' with { type: 'json' }
import surveys from '../../../../../blueprints/surveys/blueprint.json' with { type: 'json' }
import teamChat from '../../../../../blueprints/team-chat/blueprint.json' with { type: 'json' }
import timeClock from '../../../../../blueprints/time-clock/blueprint.json' with { type: 'json' }
import todo from '../../../../../blueprints/todo/blueprint.json' with { type: 'json' }
import tripPlanner from '../../../../../blueprints/trip-planner/blueprint.json' with { type: 'json' }
import volunteers from '../../../../../blueprints/volunteers/blueprint.json' with { type: 'json' }
import watchlist from '../../../../../blueprints/watchlist/blueprint.json' with { type: 'json' }
import wiki from '../../../../../blueprints/wiki/blueprint.json' with { type: 'json' }
import workouts from '../../../../../blueprints/workouts/blueprint.json' with { type: 'json' }

export const BLUEPRINT_FILES: Readonly<Record<string, unknown>> = {
  appointments,
  attendance,
  auction,
  blog,
  'book-club': bookClub,
  budget,
  'class-booking': classBooking,
  courses,
  crm,
  crowdfunding,
  directory,
  equipment,
  events,
  'feedback-board': feedbackBoard,
  forum,
  garage,
  habits,
  'help-desk': helpDesk,
  inventory,
  invoicing,
  'job-board': jobBoard,
  kanban,
  'leave-requests': leaveRequests,
  library,
  'link-page': linkPage,
  marketplace,
  notes,
  'photo-feed': photoFeed,
  polls,
  portfolio,
  'project-tracker': projectTracker,
  'real-estate': realEstate,
  restaurant,
  sensors,
  'shared-expenses': sharedExpenses,
  'shopping-list': shoppingList,
  surveys,
  'team-chat': teamChat,
  'time-clock': timeClock,
  todo,
  'trip-planner': tripPlanner,
  volunteers,
  watchlist,
  wiki,
  workouts,
}
