// Sends the answer on to where it was asked for (OAuth 2.0 Form Post Response Mode).
'use strict';
document.getElementById('form-post').submit();
