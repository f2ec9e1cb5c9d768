// Runs every suite in one process, so that they share one server and one browser.
import './suites/routes.js';
import './suites/people.js';
import './suites/begun.js';
import './suites/theme.js';
import './suites/filters.js';
import './suites/search.js';
import './suites/compare.js';
import './suites/copy.js';
import './suites/shortcuts.js';
import './suites/palette.js';
import './suites/keyboard.js';
import './suites/charts.js';
import './suites/plain.js';
import './suites/mobile.js';
import './suites/assets.js';
import './suites/coverage.js';
