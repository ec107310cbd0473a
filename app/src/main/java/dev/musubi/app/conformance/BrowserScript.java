package dev.musubi.app.conformance;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the suite's own browser does at the issuer's pages, in the suite's words: entries by the address that is opened,
 * each with tasks by the address the browser is at. Sign-in, consent and errors are told apart by where they are shown.
 */
final class BrowserScript {

    private final String authorize;
    private final String logout;
    private final Task signIn;
    private final Task agree;
    private final Task disagree;
    private final Task back;
    private final String issuer;
    private final Suite suite;

    BrowserScript(String issuer, Suite suite) {
        this.issuer = issuer;
        this.suite = suite;
        this.authorize = issuer + "/openid/authorize*";
        this.logout = issuer + "/openid/logout*";
        this.signIn = optional("Sign in", issuer + "/signin*", click("sign-in-as-test-holder"));
        this.agree = optional("Agree", issuer + "/openid/continue/*", click("consent-allow"));
        this.disagree = task("Do not agree", issuer + "/openid/continue/*", click("consent-deny"));
        this.back = task("Back at the client", suite.pages(), await("submission_complete"));
    }

    /** Signs in, agrees, comes back: whatever of it is asked. */
    Map<String, Object> flow() {
        return entry(authorize, signIn, agree, back);
    }

    /** The same, at most so many times. */
    Map<String, Object> flow(int times) {
        Map<String, Object> entry = flow();
        entry.put("match-limit", times);
        return entry;
    }

    /** Has to sign in, though it is signed in already; a picture of it goes to the reviewer. */
    Map<String, Object> signInAgain() {
        return entry(
                authorize,
                task(
                        "Sign in again",
                        issuer + "/signin*",
                        picture("//*[@id='signin-test']"),
                        click("sign-in-as-test-holder")),
                agree,
                back);
    }

    /** Signs in and does not agree. */
    Map<String, Object> disagreement() {
        return entry(authorize, signIn, disagree, back);
    }

    /** Only looks at the sign-in, and leaves it, once. */
    Map<String, Object> glance() {
        Map<String, Object> entry = entry(authorize, task("Look and leave", issuer + "/signin*", await("signin-test")));
        entry.put("match-limit", 1);
        return entry;
    }

    /** Is shown an error; a picture of it goes to the reviewer. */
    Map<String, Object> error() {
        return entry(authorize, task("Error page", authorize, picture("//*[@id='error-code']")));
    }

    /** Is shown an error by the issuer, or by the client it is sent back to; either will do. */
    Map<String, Object> errorHereOrThere() {
        return entry(
                authorize,
                optional(
                        "Error page",
                        authorize,
                        Command.of("wait", "id", "error-code", 10, ".+", "update-image-placeholder-optional")),
                signIn,
                agree,
                optional("Back at the client", suite.pages(), await("submission_complete")));
    }

    /** Signs out, says yes where it is asked, and comes back. */
    Map<String, Object> signOut() {
        return entry(
                logout,
                optional("Sign out", logout, Command.of("click", "id", "logout-confirm", "optional")),
                optional("Back at the client", suite.pages(), Command.of("wait", "xpath", "//body", 10)));
    }

    /** Signs out, and is told so by the issuer; a picture of it goes to the reviewer. */
    Map<String, Object> signedOutHere() {
        return entry(
                logout,
                optional("Sign out", logout, Command.of("click", "id", "logout-confirm", "optional")),
                task("Signed out", issuer + "/*", picture("//*[@id='signed-out']")));
    }

    /** Asks for a sign-out that is not to be trusted: an error or a question, and nobody sent anywhere. */
    Map<String, Object> signOutRefused() {
        return entry(
                logout,
                task("Error or question", issuer + "/*", picture("//*[@id='error-code' or @id='logout-confirm']")));
    }

    /** A command and its words. */
    private record Command(List<Object> words) {
        static Command of(Object... words) {
            return new Command(List.of(words));
        }
    }

    /** Commands for the page at an address. */
    private record Task(Map<String, Object> members) {}

    private static Map<String, Object> entry(String match, Task... tasks) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("match", match);
        entry.put("tasks", Arrays.stream(tasks).map(Task::members).toList());
        return entry;
    }

    private static Task task(String name, String match, Command... commands) {
        Map<String, Object> task = new LinkedHashMap<>();
        task.put("task", name);
        task.put("match", match);
        task.put("commands", Arrays.stream(commands).map(Command::words).toList());
        return new Task(task);
    }

    private static Task optional(String name, String match, Command... commands) {
        Task task = task(name, match, commands);
        task.members().put("optional", true);
        return task;
    }

    private static Command click(String id) {
        return Command.of("click", "id", id);
    }

    private static Command await(String id) {
        return Command.of("wait", "id", id, 10);
    }

    private static Command picture(String xpath) {
        return Command.of("wait", "xpath", xpath, 10, ".*", "update-image-placeholder");
    }
}
