package dev.musubi.issuer.notice;

import dev.musubi.issuer.credential.CredentialMade;
import dev.musubi.issuer.credential.EarlierEnded;
import dev.musubi.issuer.credential.EarlierKept;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.database.Sql;
import dev.musubi.issuer.disclosure.DisclosureCodeMade;
import dev.musubi.issuer.privateid.Cause;
import dev.musubi.issuer.privateid.PrivateIdChanged;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The notices to holders. Each is written in the transaction of what it tells, so that neither is without the other. Here
 * they are kept; who delivers them reads them here.
 */
@Component
public class Notices {

    private static final int MOST_SHOWN = 100;

    private final JdbcClient jdbc;
    private final InstantSource clock;

    Notices(JdbcClient jdbc, InstantSource clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** The holder's notices, the newest first. */
    public List<Notice> of(HolderId holderId) {
        return jdbc.sql("select * from notice where holder_id = ? order by at desc, notice_id limit " + MOST_SHOWN)
                .param(holderId)
                .query((row, n) -> new Notice(
                        Sql.instant(row, "at"), Notice.Kind.valueOf(row.getString("kind")), row.getString("about")))
                .list();
    }

    private void tell(HolderId holderId, Notice.Kind kind, String about) {
        jdbc.sql("insert into notice (holder_id, notice_id, at, kind, about) values (?, ?, ?, ?, ?)")
                .params(holderId, UUID.randomUUID(), Sql.time(clock.instant()), kind.name(), about)
                .update();
    }

    @EventListener
    void on(CredentialMade made) {
        switch (made.kind()) {
            case APP -> tell(made.holderId(), Notice.Kind.APP_ADDED, made.label());
            case PASSKEY -> tell(made.holderId(), Notice.Kind.PASSKEY_ADDED, made.label());
            case SESSION, CODE -> {}
        }
    }

    @EventListener
    void on(EarlierEnded ended) {
        tell(ended.holderId(), Notice.Kind.EARLIER_ENDED, Integer.toString(ended.count()));
    }

    @EventListener
    void on(EarlierKept kept) {
        tell(kept.holderId(), Notice.Kind.KEPT, Integer.toString(kept.count()));
    }

    @EventListener
    void on(DisclosureCodeMade made) {
        tell(made.holderId(), Notice.Kind.DISCLOSURE_CODE_MADE, made.relyingParty());
    }

    @EventListener
    void on(PrivateIdChanged change) {
        if (change.cause() == Cause.RESUMED) {
            tell(change.holderId(), Notice.Kind.RESUMED, "");
        } else if (change.cause() == Cause.WITHDRAWN) {
            tell(change.holderId(), Notice.Kind.WITHDRAWN, "");
        }
    }

    /** Everything sealed of the holder was erased, in the caller's transaction; of the notices nothing is. */
    public void erased(HolderId holderId) {
        tell(holderId, Notice.Kind.ERASED, "");
    }
}
