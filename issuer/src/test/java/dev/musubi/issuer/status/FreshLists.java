package dev.musubi.issuer.status;

import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Lists that no other test has dealt places from. Tests share a database, and many write into it what no issuer would, so that
 * a check finds lists that are not what the database says.
 */
public final class FreshLists {

    private FreshLists() {}

    /** Has nobody dealt a place any more from any list there is. */
    public static void begin(ApplicationContext issuer) {
        JdbcClient jdbc = issuer.getBean(JdbcClient.class);
        StatusLists lists = issuer.getBean(StatusLists.class);
        jdbc.sql("update status_list set stopped_at = now(), stopped_why = ? where stopped_at is null")
                .param(StatusFault.DIFFERS_FROM_DATABASE.name())
                .update();
        jdbc.sql("delete from status_change").update();
        lists.states().stream().mapToLong(StatusPublisher.State::list).max().ifPresent(lists::dealAfter);
        issuer.getBean(Places.class).leaveWhatIsStopped();
    }
}
