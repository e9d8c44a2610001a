package io.reeve.reportport.peer;

import io.netty.channel.Channel;
import io.reeve.report.protocol.Wire;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The accepted connections that have not sent a hello yet, or have not proved what it says. When there are too many the
 * oldest is closed: peers send both at once, so only strangers stay long. Confined to the event loop.
 */
final class UnidentifiedConnections {
    private final int places;
    private final Set<Channel> waiting = new LinkedHashSet<>();

    UnidentifiedConnections(int places) {
        this.places = places;
    }

    /** Adds a connection; true if the oldest was closed for it. */
    boolean enter(Channel channel) {
        boolean full = waiting.size() >= places;
        if (full) {
            Channel oldest = waiting.iterator().next();
            waiting.remove(oldest);
            Wire.close(oldest);
        }
        waiting.add(channel);
        return full;
    }

    void leave(Channel channel) {
        waiting.remove(channel);
    }

    List<Channel> all() {
        return List.copyOf(waiting);
    }

    int size() {
        return waiting.size();
    }
}
