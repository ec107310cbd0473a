package dev.musubi.issuer.signals;

import org.springframework.beans.factory.BeanFactory;

/** The loops of signals, run by hand, for tests of other packages. */
public final class SignalLoops {

    private final Release release;
    private final PushDelivery push;
    private final Refusals refusals;
    private final SignalSweep sweep;

    public SignalLoops(BeanFactory beans) {
        this.release = beans.getBean(Release.class);
        this.push = beans.getBean(PushDelivery.class);
        this.refusals = beans.getBean(Refusals.class);
        this.sweep = beans.getBean(SignalSweep.class);
    }

    /** Looks for what nobody says. */
    public void sweep() {
        sweep.due();
    }

    /** Whatever is due goes as far as it can. */
    public void run() {
        try {
            release.due();
            push.due();
            refusals.due();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
