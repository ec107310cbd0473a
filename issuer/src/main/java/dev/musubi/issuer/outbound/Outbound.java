package dev.musubi.issuer.outbound;

import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/** Opens lines to the outside. Nothing else in the issuer opens a connection to another machine but that to the database. */
@Component
public final class Outbound implements DisposableBean {

    private final OutboundSettings settings;
    private final AddressRules rules;
    private final LineMeter meter;
    private final Semaphore inAll;
    private final List<Runnable> closing = new CopyOnWriteArrayList<>();

    Outbound(OutboundSettings settings, AddressRules rules, MeterRegistry registry) {
        this.settings = settings;
        this.rules = rules;
        this.meter = new LineMeter(registry);
        this.inAll = new Semaphore(settings.atOnceInAll());
    }

    /** The rules for addresses that others name. */
    public AddressRules rules() {
        return rules;
    }

    /** Opens a line; it is closed when the issuer stops. */
    public Line line(LineOptions options) {
        Line line = new Line(options, settings, inAll, InetAddress::getAllByName, meter);
        closing.add(line::close);
        return line;
    }

    /** Opens a way to hand mail in; it is closed when the issuer stops. */
    public MailLine mail(MailOptions options) {
        MailLine line = new MailLine(options, settings);
        closing.add(line::close);
        return line;
    }

    @Override
    public void destroy() {
        closing.forEach(Runnable::run);
    }
}
