package io.reeve.http.endpoint;

import io.reeve.http.Answers;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The active's start page: the enabled modules, with links to their pages. */
final class RootPage {
    private RootPage() {}

    static String render(ActiveView view) {
        StringBuilder rows = new StringBuilder();
        Map<String, String> services = new TreeMap<>(view.services());
        for (String module : view.modules().stream().sorted().toList()) {
            @Nullable
            String uri = services.remove(module);
            boolean pages = view.module(module).isPresent();
            row(rows, module, pages || uri != null ? "/" + module + "/" : null, uri);
        }
        services.forEach((module, uri) -> row(rows, module, "/" + module + "/", uri));
        return String.format(Locale.ROOT, """
                <!doctype html>
                <html lang="en"><head><meta charset="utf-8"><title>Reeve: %1$s</title></head>
                <body><h1>Cluster %1$s</h1>
                <p>Manager <b>%2$s</b> is active since epoch %3$d. More: <a href="%5$s">managers</a>,
                <a href="%6$s">health of this process</a>, <a href="%7$s">metrics</a>.</p>
                <table><thead><tr><th align="left">Module</th><th align="left">Service</th></tr></thead>
                <tbody>
                %4$s</tbody></table></body></html>
                """, Answers.escape(view.cluster()), Answers.escape(view.name()), view.epoch(), rows,
                Endpoint.MANAGERS.path(),
                Endpoint.READY.path(), Endpoint.METRICS.path());
    }

    private static void row(StringBuilder rows, String module, @Nullable String page, @Nullable String uri) {
        String name = Answers.escape(module);
        String linked = page == null ? name : "<a href=\"" + Answers.escape(page) + "\">" + name + "</a>";
        rows.append("<tr><td>")
                .append(linked)
                .append("</td><td>")
                .append(uri == null ? "" : Answers.escape(uri))
                .append("</td></tr>\n");
    }
}
