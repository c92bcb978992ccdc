/** The console's entry: defines `<support-console>`. */
import {define} from './element'
import {SupportConsole} from './support-console'

define('support-console', SupportConsole)
