/** What J-LIS offers to certified signature verifiers: consents, latest attributes, number links. */
@NullMarked
package dev.musubi.sandbox.verifierservice;

import org.jspecify.annotations.NullMarked;
