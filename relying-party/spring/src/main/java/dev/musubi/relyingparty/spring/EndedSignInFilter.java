package dev.musubi.relyingparty.spring;

import dev.musubi.relyingparty.SignedIn;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.web.filter.OncePerRequestFilter;

/** Before anything else looks at a session: one whose sign-in the issuer has ended is gone. */
final class EndedSignInFilter extends OncePerRequestFilter {

    private final EndedSignIns ended;

    EndedSignInFilter(EndedSignIns ended) {
        this.ended = ended;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<SignedIn> in = MusubiSession.signedIn(request);
        if (in.isPresent() && ended.hasEnded(in.get())) {
            request.getSession().invalidate();
        }
        chain.doFilter(request, response);
    }
}
