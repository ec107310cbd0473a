package dev.musubi.relyingparty;

/** Whom signals are told in the application. */
@FunctionalInterface
public interface SignalListener {

    /**
     * Handles a signal. Whatever is thrown means that it was not handled: the transmitter keeps it and tells it again. Where
     * the application dies between this and the note that it was handled, it comes once more, so handling it twice does no
     * harm.
     */
    void on(Signal signal) throws Exception;
}
