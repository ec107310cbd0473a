package dev.musubi.app.conformance;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the suite warns of or leaves out here, and why that stays: the lists its script {@code run-test-plan.py} takes, so
 * that it fails of anything else, and of anything of these that no longer happens. The reasons stand at more length in
 * {@code docs/standards/openid-conformance.md}; no failure is ever expected.
 */
final class Expectations {

    private static final String ANY = "*";

    private static final List<String> CORE = List.of("basic", "dynamic");
    private static final List<String> DYNAMIC = List.of("dynamic");
    private static final List<String> FAPI = List.of("fapi2-dpop", "fapi2-mtls", "message-signing");

    private static final List<String> CAEP_SIGNALS = List.of("signals-caep-push", "signals-caep-poll");
    private static final List<String> SIGNALS =
            List.of("signals-push", "signals-poll", "signals-caep-push", "signals-caep-poll");
    private static final String UNKNOWN_EVENTS = "OIDSSFCheckSupportedEventsForStream";
    private static final String OWN_EVENTS = "reissue-required and reissued are ours";

    private static final String IDENTITY_CLAIMS = "fapi2-security-profile-final-test-claims-parameter-identity-claims";

    private static final String NO_MAIL_NO_PHONE = "email and phone are not announced: a certificate says neither";
    private static final String OWN_CLAIMS =
            "birthdate_parts and substitute_characters are ours; sid is Back-Channel Logout's";
    private static final String NOT_REQUESTED = "EnsureIdTokenDoesNotContainNonRequestedClaims";
    private static final String STATUS =
            "status is that of Token Status List: where to look whether the private ID still stands";
    private static final String SIGNED_REQUESTS_ONLY = "only signed request objects are announced";

    private static final List<Warning> WARNINGS = List.of(
            new Warning(
                    CORE,
                    "oidcc-scope-profile",
                    "VerifyScopesReturnedInUserInfoClaims",
                    "a certificate says four things of a person: no nickname, no picture, no time zone"),
            new Warning(CORE, "oidcc-server", NOT_REQUESTED, STATUS),
            new Warning(FAPI, "fapi2-security-profile-final-happy-flow", NOT_REQUESTED, STATUS),
            new Warning(FAPI, IDENTITY_CLAIMS, "CheckForUnexpectedClaimsInIdToken", OWN_CLAIMS),
            new Warning(FAPI, IDENTITY_CLAIMS, "CheckForUnexpectedClaimsInUserinfo", OWN_CLAIMS),
            new Warning(SIGNALS, "openid-ssf-stream-control-happy-path", UNKNOWN_EVENTS, OWN_EVENTS),
            new Warning(CAEP_SIGNALS, "openid-ssf-transmitter-stream-caep-interop", UNKNOWN_EVENTS, OWN_EVENTS));

    private static final List<Skip> SKIPS = List.of(
            new Skip(CORE, "oidcc-scope-email", NO_MAIL_NO_PHONE),
            new Skip(CORE, "oidcc-scope-phone", NO_MAIL_NO_PHONE),
            new Skip(CORE, "oidcc-scope-all", NO_MAIL_NO_PHONE),
            new Skip(CORE, "oidcc-alternate-happy-flow", NO_MAIL_NO_PHONE),
            new Skip(
                    CORE,
                    "oidcc-unsigned-request-object-supported-correctly-or-rejected-as-unsupported",
                    SIGNED_REQUESTS_ONLY),
            new Skip(CORE, "oidcc-ensure-request-object-with-redirect-uri", SIGNED_REQUESTS_ONLY),
            new Skip(
                    DYNAMIC,
                    "oidcc-request-uri-unsigned-supported-correctly-or-rejected-as-unsupported",
                    SIGNED_REQUESTS_ONLY),
            new Skip(DYNAMIC, "oidcc-idtoken-unsigned", "every ID token is signed"));

    private Expectations() {}

    private record Warning(List<String> plans, String test, String condition, String reason) {}

    private record Skip(List<String> plans, String test, String reason) {}

    /** The list of failures and warnings that are expected of a plan, as the script takes it. */
    static List<Map<String, Object>> problems(Plans.Plan plan) {
        return WARNINGS.stream()
                .filter(each -> each.plans().contains(plan.key()))
                .map(each -> {
                    Map<String, Object> entry = entry(plan, each.test());
                    entry.put("current-block", ANY);
                    entry.put("condition", each.condition());
                    entry.put("expected-result", "warning");
                    entry.put("comment", each.reason());
                    return entry;
                })
                .toList();
    }

    /** The list of tests of a plan that are expected to be left out, as the script takes it. */
    static List<Map<String, Object>> skips(Plans.Plan plan) {
        return SKIPS.stream()
                .filter(each -> each.plans().contains(plan.key()))
                .map(each -> {
                    Map<String, Object> entry = entry(plan, each.test());
                    entry.put("comment", each.reason());
                    return entry;
                })
                .toList();
    }

    private static Map<String, Object> entry(Plans.Plan plan, String test) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("test-name", test);
        entry.put("variant", ANY);
        entry.put("configuration-filename", plan.file());
        return entry;
    }
}
