/** The resident register: municipalities, residents computed from a seed, and the events of their lives. */
@NullMarked
package dev.musubi.sandbox.register;

import org.jspecify.annotations.NullMarked;
