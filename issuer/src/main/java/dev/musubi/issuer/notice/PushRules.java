package dev.musubi.issuer.notice;

import dev.musubi.issuer.outbound.AddressRules;

/**
 * Where push services may be: whoever has a browser names their addresses, so that networks which are open for peers the
 * operator knows are closed to these calls.
 *
 * @param addresses which are called
 */
record PushRules(AddressRules addresses) {}
