package io.reeve.http.endpoint;

import com.sun.net.httpserver.HttpHandler;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The state that the active's pages show. Its methods are called on I/O threads and must not block. */
public interface ActiveView {
    /** The name of the cluster. */
    String cluster();

    /** The name of this manager. */
    String name();

    /** The epoch of this leadership. */
    long epoch();

    /** This manager's advertised URL. */
    String url();

    /** The names of the enabled modules. */
    List<String> modules();

    /** The URIs that modules have published, by module. */
    Map<String, String> services();

    /** Whether this leadership is ending: modules stop, and a client that retries will find the next active. */
    boolean stopping();

    /** The handler of a module; empty if the module has no pages, has stopped, or was told to stop. */
    Optional<HttpHandler> module(String name);
}
