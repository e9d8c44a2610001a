package io.reeve.modules.dashboard;

import com.sun.net.httpserver.HttpHandler;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A route of the module's pages. All of them are in one table, so that access can be judged there.
 *
 * @param method the method; HEAD is answered as GET
 * @param path   the path below {@code /dashboard/}; one that ends in {@code *} stands for all that begin so
 * @param perm   what who asks must be allowed, in the letters of commands: {@code r} reads
 * @param open   whether it tells nothing of the cluster, so that it may be served to anybody
 */
record PageRoute(String method, String path, String perm, boolean open, HttpHandler handler) {
    /** The first route that fits; null if there is none. */
    static @Nullable PageRoute find(List<PageRoute> table, String method, String path) {
        String asked = method.equals("HEAD") ? "GET" : method;
        return table.stream().filter(r -> r.method().equals(asked) && r.fits(path)).findFirst().orElse(null);
    }

    boolean fits(String asked) {
        return path.endsWith("*") ? asked.startsWith(path.substring(0, path.length() - 1)) : asked.equals(path);
    }
}
