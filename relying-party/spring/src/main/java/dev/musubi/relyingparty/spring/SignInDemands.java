package dev.musubi.relyingparty.spring;

import dev.musubi.relyingparty.Demand;
import jakarta.servlet.http.HttpServletRequest;

/**
 * What this one sign-in asks for, where that is not the same for all: more for what needs more, or whether the application may
 * be told what becomes of the private ID ({@link Demand#askingToMonitor}), which is asked once and not at each sign-in. Make a
 * bean of your own; without one each sign-in asks for the application's {@link Demand}.
 */
@FunctionalInterface
public interface SignInDemands {

    /**
     * What to ask for.
     *
     * @param usual what each sign-in asks for, with what the address said on top: silently, anew, a stricter age
     * @param returnTo the path of this application that the holder comes back to
     * @param request whose sign-in it is; who was signed in before, {@link MusubiSession#signedIn} says
     */
    Demand demand(Demand usual, String returnTo, HttpServletRequest request);
}
