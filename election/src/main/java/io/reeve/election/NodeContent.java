package io.reeve.election;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reeve.api.cluster.MgrMap;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The content of the cluster's ZooKeeper nodes, and its JSON form. Unknown keys are ignored, so newer managers may add
 * some.
 */
final class NodeContent {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .build();

    /** The highest number in a node: every JSON reader keeps it exactly, and it is the highest on the wire. */
    private static final long HIGHEST = (1L << 53) - 1;
    /** The highest epoch that is read from a node; the one after it is still within the limit. */
    private static final long HIGHEST_EPOCH = HIGHEST - 1;

    /** The keys of a registration for requests to others, and for connections to others. */
    private static final String REQUESTS = "requests";
    private static final String CONNECTS = "connects";

    private NodeContent() {}

    private static void requireWithin(String what, long number, long least, long most) {
        if (number < least || number > most) {
            throw new IllegalArgumentException(what + " " + number + " is not from " + least + " to " + most);
        }
    }

    private static void requireGid(long gid) {
        requireWithin("gid", gid, 1, HIGHEST);
    }

    /** The root node. */
    record Root(int layout, String fsid) {
        Root {
            requireWithin("layout", layout, 1, Integer.MAX_VALUE);
            Objects.requireNonNull(fsid, "fsid");
        }
    }

    /** The epoch node; {@code since} is when the epoch began, in ISO 8601. */
    record Epoch(long epoch, boolean down, @Nullable String since) {
        /** The content in a new cluster, in which no epoch has begun yet. */
        static final Epoch NONE = new Epoch(0, false, null);

        Epoch {
            requireWithin("epoch", epoch, 0, HIGHEST);
        }

        Epoch raised(boolean nowDown, Instant now) {
            return new Epoch(epoch + 1, nowDown, now.toString());
        }
    }

    /** The active node. It has the addresses too, so that leadership and address appear in one transaction. */
    record Active(String name, long gid, long epoch, String since, String state, Map<String, String> services,
            String host, long pid, String url, String report, String version) {
        static final String STARTING = "starting";
        static final String AVAILABLE = "available";

        Active {
            Objects.requireNonNull(name, "name");
            requireGid(gid);
            requireWithin("epoch", epoch, 0, HIGHEST);
            requireWithin("pid", pid, 0, HIGHEST);
            Instant.parse(since);
            Objects.requireNonNull(state, "state");
            services = Map.copyOf(services);
            Objects.requireNonNull(host, "host");
            Objects.requireNonNull(url, "url");
            Objects.requireNonNull(report, "report");
            Objects.requireNonNull(version, "version");
        }

        static Active starting(MgrMap.Manager self, long epoch, Instant since) {
            return new Active(self.name(), self.gid(), epoch, since.toString(), STARTING, Map.of(), self.host(),
                    self.pid(),
                    self.url(), self.report(), self.version());
        }

        Active with(String newState, Map<String, String> newServices) {
            return new Active(name, gid, epoch, since, newState, newServices, host, pid, url, report, version);
        }

        /** The manager as far as this node describes it: without its modules. */
        MgrMap.Manager manager() {
            return new MgrMap.Manager(name, gid, host, pid, url, report, version, null, List.of(), Map.of());
        }
    }

    /**
     * A node in the queue; {@code unable} says why its manager cannot do the work of an active, and is null if it can, or is of a
     * release that does not say.
     *
     * @param priority what managers of older releases compare: the lowest there is if the manager is unable
     * @param rank     the manager's own priority; null if it is {@code priority}
     */
    record Ticket(String name, long gid, int priority, @Nullable String unable, @Nullable Integer rank) {
        Ticket {
            Objects.requireNonNull(name, "name");
            requireGid(gid);
        }

        static Ticket of(String name, long gid, int priority, @Nullable String unable) {
            return unable == null
                    ? new Ticket(name, gid, priority, null, null)
                    : new Ticket(name, gid, Integer.MIN_VALUE, unable, priority);
        }

        /** Whether it goes before a manager of that ability and priority. Nobody goes before the like. */
        boolean goesBefore(boolean able, int itsPriority) {
            return (unable == null) != able ? !able : ownPriority() > itsPriority;
        }

        /** Whether it goes before that one. */
        boolean goesBefore(Ticket other) {
            return goesBefore(other.unable == null, other.ownPriority());
        }

        private int ownPriority() {
            return rank == null ? priority : rank;
        }
    }

    /** An entry of the history; {@code name} and {@code gid} are null if nobody led in that epoch. */
    record Past(long epoch, @Nullable String name, @Nullable Long gid, String since, String why) {
        Past {
            requireWithin("epoch", epoch, 0, HIGHEST);
            if (gid != null) {
                requireGid(gid);
            }
            Instant.parse(since);
            Objects.requireNonNull(why, "why");
        }
    }

    /** A request to another manager in this one's registration, with the nonce by which the other finds it. */
    record Request(String nonce, PeerRequest meant) {}

    /**
     * The written form of a request to hand over or of an audit line. An older manager that finds another kind reads none of
     * the list, so there is never another.
     */
    private record Asked(String nonce, String kind, long epoch, String text, boolean down) {
        private static final String DRAIN = "drain";
        private static final String AUDIT = "audit";

        Asked {
            Objects.requireNonNull(nonce, "nonce");
            Objects.requireNonNull(text, "text");
            requireWithin("epoch", epoch, 0, HIGHEST);
            if (!DRAIN.equals(kind) && !AUDIT.equals(kind)) {
                throw new IllegalArgumentException("kind '" + kind + "' is not drain or audit");
            }
        }

        Request read() {
            return new Request(nonce, kind.equals(DRAIN)
                    ? new PeerRequest.HandOver(epoch, new StepDown(text, down))
                    : new PeerRequest.Audit(text));
        }
    }

    /** The written form of the proof that a connection is this manager's; {@code gid} is the peer's. */
    private record Connect(String nonce, long gid) {
        Connect {
            Objects.requireNonNull(nonce, "nonce");
            requireGid(gid);
        }

        Request read() {
            return new Request(nonce, new PeerRequest.Connect(gid));
        }
    }

    /** The failure to read a node whose bytes are not what they should be. */
    static final class GarbageException extends Exception {
        private static final long serialVersionUID = 1L;

        GarbageException(String message) {
            super(message);
        }
    }

    static byte[] write(Object value) {
        try {
            return JSON.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write " + value + " as JSON", e);
        }
    }

    static <T> T read(byte[] bytes, Class<T> type) throws GarbageException {
        try {
            return present(JSON.readValue(bytes, type));
        } catch (IOException | RuntimeException e) {
            throw garbage(bytes, type.getSimpleName().toLowerCase(java.util.Locale.ROOT), e);
        }
    }

    /** Whether a number can be an epoch that is still raised. */
    static boolean isEpoch(long number) {
        return number >= 0 && number <= HIGHEST_EPOCH;
    }

    /** The epoch node's content; a counter that cannot be raised any more is no epoch. */
    static Epoch readEpoch(byte[] bytes) throws GarbageException {
        Epoch epoch = read(bytes, Epoch.class);
        if (!isEpoch(epoch.epoch())) {
            throw garbage(bytes, "epoch",
                    new IllegalArgumentException("epoch " + epoch.epoch() + " is not from 0 to " + HIGHEST_EPOCH));
        }
        return epoch;
    }

    /** A registration: the manager, and its requests to others, which older releases ignore. */
    static byte[] writeManager(MgrMap.Manager manager, List<Request> requests) {
        ObjectNode node = JSON.valueToTree(manager);
        for (Request request : requests) {
            String nonce = request.nonce();
            switch (request.meant()) {
                case PeerRequest.HandOver(long epoch, StepDown how) ->
                    node.withArray(REQUESTS).addPOJO(new Asked(nonce, Asked.DRAIN, epoch, how.why(), how.down()));
                case PeerRequest.Audit(String digest) ->
                    node.withArray(REQUESTS).addPOJO(new Asked(nonce, Asked.AUDIT, 0, digest, false));
                case PeerRequest.Connect(long to) -> node.withArray(CONNECTS).addPOJO(new Connect(nonce, to));
            }
        }
        return write(node);
    }

    /** The requests in a registration, without those that a newer manager may have written and this one cannot read. */
    static List<Request> readRequests(byte[] bytes) throws GarbageException {
        JsonNode node;
        try {
            node = JSON.readTree(bytes);
        } catch (IOException e) {
            throw garbage(bytes, "manager", e);
        }
        List<Request> requests = new ArrayList<>();
        node.path(REQUESTS).forEach(entry -> entry(entry, Asked.class).map(Asked::read).ifPresent(requests::add));
        node.path(CONNECTS).forEach(entry -> entry(entry, Connect.class).map(Connect::read).ifPresent(requests::add));
        return requests;
    }

    private static <T> Optional<T> entry(JsonNode entry, Class<T> type) {
        try {
            return Optional.ofNullable(JSON.treeToValue(entry, type));
        } catch (JsonProcessingException | RuntimeException _) {
            return Optional.empty();
        }
    }

    static MgrMap.Manager readManager(String name, byte[] bytes) throws GarbageException {
        MgrMap.Manager manager = read(bytes, MgrMap.Manager.class);
        for (Object needed : new @Nullable Object[]{manager.name(), manager.host(), manager.url(), manager.report(),
                manager.version()}) {
            if (needed == null) {
                throw garbage(bytes, "manager",
                        new NullPointerException("a name, host, url, report or version is missing"));
            }
        }
        if (manager.gid() < 1 || manager.gid() > HIGHEST || manager.pid() < 0 || manager.pid() > HIGHEST) {
            throw garbage(bytes, "manager", new IllegalArgumentException(
                    "gid " + manager.gid() + " or pid " + manager.pid() + " is not below 2^53"));
        }
        if (!manager.name().equals(name)) {
            throw garbage(bytes, "manager named " + name, new IllegalArgumentException("named " + manager.name()));
        }
        return manager;
    }

    static List<String> readNames(byte[] bytes) throws GarbageException {
        try {
            return List.copyOf(present(JSON.readValue(bytes, new TypeReference<List<String>>() {
            })));
        } catch (IOException | RuntimeException e) {
            throw garbage(bytes, "list of names", e);
        }
    }

    private static <T> T present(@Nullable T value) {
        return Objects.requireNonNull(value, "null");
    }

    private static GarbageException garbage(byte[] bytes, String what, Exception why) {
        String reason = why instanceof JsonProcessingException json
                ? json.getOriginalMessage()
                : String.valueOf(
                        why.getMessage());
        return new GarbageException("'" + excerpt(bytes) + "' is no " + what + ": " + reason);
    }

    /** The first characters of some bytes, with control characters replaced. */
    static String excerpt(byte[] bytes) {
        String text = new String(bytes, 0, Math.min(bytes.length, 120), StandardCharsets.UTF_8);
        return text.replaceAll("\\p{Cntrl}", ".") + (bytes.length > 120 ? "…" : "");
    }
}
