package dev.musubi.issuer.notice;

import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.message.Catalogue;
import dev.musubi.issuer.message.Language;
import dev.musubi.issuer.privateid.PrivateIds;
import dev.musubi.issuer.privateid.Todo;
import dev.musubi.issuer.refresh.RefreshTasks;
import org.springframework.stereotype.Component;

/**
 * What a notice says outside of the holder's own page, in one language. Whoever reads over a shoulder learns that somebody has
 * a private ID and nothing about the person: no attribute, no relying party, and no date either, since a signature certificate
 * ends on a birthday.
 */
@Component
class NoticeTexts {

    private static final String HOME = "/home";
    private static final String CONSENTS = "/home/consents";
    private static final String DEVICES = "/home/devices";
    private static final String REACHING = "/home/reaching";

    /** The screens of the re-issue, and home afterwards. */
    private static final String REISSUE = "/enrol?to=/home";

    private final PrivateIds privateIds;
    private final RefreshTasks refreshTasks;

    NoticeTexts(PrivateIds privateIds, RefreshTasks refreshTasks) {
        this.privateIds = privateIds;
        this.refreshTasks = refreshTasks;
    }

    /**
     * What is said.
     *
     * @param title what is so, in a sentence
     * @param todo what to do about it, in one or two
     * @param page the page of ours where that is done
     */
    record Text(String title, String todo, String page) {}

    /** That it is over: the last that is said. */
    Text farewell(Language language) {
        return new Text(
                Notice.Kind.WITHDRAWN.message().in(language), Catalogue.text(language, "notice.withdrawn"), "/");
    }

    /** Of this notice, as things stand now. Part of the caller's transaction on the holder. */
    Text of(HolderId holderId, Notices.Kept kept, Language language) {
        Notice.Kind kind = kept.notice().kind();
        String title = kind.message().in(language);
        return switch (kind) {
            case REISSUE_REQUIRED, REISSUE_DEMANDED -> {
                Todo todo = Todo.of(
                        privateIds.find(holderId).orElseThrow(),
                        refreshTasks.find(holderId).isPresent());
                yield new Text(title, todo.message().in(language), todo == Todo.WAIT ? HOME : REISSUE);
            }
            case REFRESHED -> new Text(title, Catalogue.text(language, "notice.refreshed"), HOME);
            case CONSENT_REMINDER -> new Text(title, Catalogue.text(language, "notice.consent"), CONSENTS);
            case CERTIFICATE_ENDS ->
                new Text(title, Catalogue.text(language, "notice.certificate", soon(kept, language)), HOME);
            case ID_ENDS -> new Text(title, Catalogue.text(language, "notice.id", soon(kept, language)), REISSUE);
            case APP_ADDED, PASSKEY_ADDED, CARD_ADDED, EARLIER_ENDED ->
                new Text(title, Catalogue.text(language, "notice.credential"), DEVICES);
            case EMAIL_CHANGED, EMAIL_REMOVED -> new Text(title, Catalogue.text(language, "notice.email"), REACHING);
            case WAY_ADDED, WAY_ENDED -> new Text(title, Catalogue.text(language, "notice.way"), REACHING);
            case DISCLOSURE_CODE_MADE, RESUMED -> new Text(title, Catalogue.text(language, "notice.way"), HOME);
            case WITHDRAWN, ERASED, KEPT -> throw new IllegalArgumentException("only for the holder's page");
        };
    }

    private static String soon(Notices.Kept kept, Language language) {
        int days = Ending.parse(String.valueOf(kept.subject())).orElseThrow().days();
        return Catalogue.text(
                language, days > 30 ? "notice.in-months" : days > 7 ? "notice.in-a-month" : "notice.in-a-week");
    }
}
