package io.reeve.http.endpoint;

import com.sun.net.httpserver.HttpHandler;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the active's pages show and where they lead. Asked on I/O threads: must not block. */
public interface ActiveView {
    String cluster();

    String name();

    /** The epoch of this leadership. */
    long epoch();

    /** This manager's advertised URL. */
    String url();

    /** The enabled modules, by name. */
    List<String> modules();

    /** What the modules published: module to URI. */
    Map<String, String> services();

    /** Whether this leadership is ending: modules stop, and who asks again soon finds the next active. */
    boolean stopping();

    /** The module's handler; empty if it has no pages, is stopped, or was told to stop. */
    Optional<HttpHandler> module(String name);
}
