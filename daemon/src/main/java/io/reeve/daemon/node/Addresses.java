package io.reeve.daemon.node;

import io.reeve.api.cluster.MgrMap;
import io.reeve.http.UrlHost;
import io.reeve.http.endpoint.Origins;
import java.net.URI;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The addresses under which this cluster is known: whose pages may send to it, and for which hosts it answers.
 *
 * @param origins URLs of managers, and other origins that are allowed
 * @param hosts   names, as {@link UrlHost#normal} has them
 */
public record Addresses(Set<String> origins, Set<String> hosts) {
    /**
     * The addresses that a manager is told itself; they hold as long as it runs.
     *
     * @param url      where browsers reach it
     * @param bound    the host that its listener binds
     * @param hosts    further names
     * @param origins  further origins
     */
    public static Addresses own(String url, String bound, Collection<String> hosts, Collection<String> origins) {
        Set<String> names = new HashSet<>(Set.of(UrlHost.normal(bound)));
        hosts.forEach(host -> names.add(UrlHost.normal(host)));
        return new Addresses(Set.copyOf(origins), names).with(Set.of(url));
    }

    /** These, and the advertised URLs of all managers. */
    public Addresses with(MgrMap map) {
        return with(NodeView.urls(map));
    }

    private Addresses with(Set<String> urls) {
        Set<String> pages = new HashSet<>(origins);
        Set<String> names = new HashSet<>(hosts);
        for (String url : urls) {
            pages.add(url);
            hostOf(url).ifPresent(names::add);
        }
        return new Addresses(Set.copyOf(pages), Set.copyOf(names));
    }

    /** These, and further origins. */
    public Addresses withOrigins(Set<String> more) {
        Set<String> pages = new HashSet<>(origins);
        pages.addAll(more);
        return new Addresses(Set.copyOf(pages), hosts);
    }

    /** Whether pages of this origin may send. */
    public boolean allowsOrigin(String origin) {
        return Origins.isOneOf(origin, origins);
    }

    /** Whether requests for this host are answered. */
    public boolean allowsHost(String host) {
        return hosts.contains(host);
    }

    private static Optional<String> hostOf(String url) {
        try {
            return UrlHost.of(URI.create(url)).map(UrlHost::normal);
        } catch (IllegalArgumentException unusable) { // written by hand into ZooKeeper; nobody is sent there either
            return Optional.empty();
        }
    }
}
