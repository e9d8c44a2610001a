package io.reeve.maps.fs;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The file systems, and the metadata servers (mds) that serve them or stand by, as the servers report them.
 *
 * <p>It is stored whole, by position: a manager that knows fewer fields of a file system reads it, and drops the others when it
 * writes the next one.
 *
 * @param epoch       0 before the first change
 * @param filesystems by id
 * @param mds         by gid
 */
public record FsMap(long epoch, List<Filesystem> filesystems, List<Mds> mds) {
    /** The map without file systems and servers. */
    public static final FsMap EMPTY = new FsMap(0, List.of(), List.of());

    public FsMap {
        filesystems = List.copyOf(filesystems);
        mds = List.copyOf(mds);
    }

    /**
     * A file system that an mds has reported.
     *
     * @param created  when it was first reported, in milliseconds since 1970
     * @param modified when it or the set of its servers last changed
     * @param epoch    the epoch of that change
     * @param ranks    the number of its ranks, which are all that ever had a server and were not given up since; 0 in maps
     *                 that version 0.1 has stored
     * @param maxMds   the number of ranks that it is to have; 0 if nobody has said so
     * @param failed   whether a command has taken it out of service
     */
    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    @JsonPropertyOrder({"id", "name", "created", "modified", "epoch", "ranks", "maxMds", "failed"})
    public record Filesystem(int id, String name, long created, long modified, long epoch, int ranks, int maxMds,
            boolean failed) {
        public Filesystem {
            ranks = Math.min(ranks, FsChangeCommands.MOST_RANKS); // version 0.1 has taken any number from an mds
        }

        /** The number of ranks that it is to have, as Ceph's {@code max_mds}. */
        public int wanted() {
            return Math.max(1, maxMds == 0 ? ranks : maxMds);
        }

        Filesystem touched(long at, long newEpoch) {
            return new Filesystem(id, name, created, at, newEpoch, ranks, maxMds, failed);
        }

        Filesystem withRanks(int newRanks) {
            return new Filesystem(id, name, created, modified, epoch, newRanks, maxMds, failed);
        }

        Filesystem withMaxMds(int newMaxMds) {
            return new Filesystem(id, name, created, modified, epoch, Math.min(ranks, newMaxMds), newMaxMds, failed);
        }

        Filesystem withFailed(boolean nowFailed) {
            return new Filesystem(id, name, created, modified, epoch, ranks, maxMds, nowFailed);
        }
    }

    /**
     * A metadata server.
     *
     * @param filesystem the id of its file system; 0 for a standby
     * @param rank       its rank in the file system; -1 for a standby
     * @param since      the epoch in which it came to this state
     */
    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    @JsonPropertyOrder({"gid", "name", "address", "filesystem", "rank", "state", "since"})
    public record Mds(long gid, String name, String address, int filesystem, int rank, String state, long since) {
        boolean sameAs(Mds other) {
            return gid == other.gid && name.equals(other.name) && address.equals(other.address)
                    && filesystem == other.filesystem && rank == other.rank && state.equals(other.state);
        }
    }

    /** The same map under another epoch. */
    public FsMap at(long other) {
        return new FsMap(other, filesystems, mds);
    }

    /** The file system of this name. */
    public Optional<Filesystem> filesystem(String name) {
        return filesystems.stream().filter(f -> f.name().equals(name)).findFirst();
    }

    /** The servers of a file system, by rank. */
    public List<Mds> ranks(Filesystem filesystem) {
        return mds.stream()
                .filter(m -> m.filesystem() == filesystem.id() && m.rank() >= 0)
                .sorted((a, b) -> Integer.compare(a.rank(), b.rank()))
                .toList();
    }

    /** The standbys. */
    public List<Mds> standbys() {
        return mds.stream().filter(m -> m.rank() < 0).toList();
    }

    /** The ranks of a file system that have no server. */
    public List<Integer> failedRanks(Filesystem filesystem) {
        List<Integer> held = ranks(filesystem).stream().map(Mds::rank).toList();
        return IntStream.range(0, filesystem.ranks()).filter(rank -> !held.contains(rank)).boxed().toList();
    }
}
