package io.reeve.maps.fs;

import io.reeve.maps.fs.FsMap.Filesystem;
import io.reeve.maps.fs.FsMonitor.ObservedMds;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The file systems of a map while commands change them. Not thread-safe. */
public final class FsDraft {
    private final FsMap base;
    private final List<ObservedMds> reporting;
    private final List<Filesystem> filesystems;

    /** @param reporting the metadata servers that report now */
    public FsDraft(FsMap base, List<ObservedMds> reporting) {
        this.base = base;
        this.reporting = List.copyOf(reporting);
        this.filesystems = new ArrayList<>(base.filesystems());
    }

    /** The file systems with all changes until now. */
    public List<Filesystem> filesystems() {
        return List.copyOf(filesystems);
    }

    Optional<Filesystem> find(String name) {
        return filesystems.stream().filter(f -> f.name().equals(name)).findFirst();
    }

    /** The metadata servers that report this file system as theirs. */
    List<String> reporting(String name) {
        return reporting.stream().filter(m -> m.filesystem().equals(name)).map(m -> "mds." + m.name()).toList();
    }

    /** The servers of a file system in the map, by rank. */
    List<FsMap.Mds> servers(Filesystem filesystem) {
        return base.ranks(filesystem);
    }

    void replace(Filesystem changed) {
        filesystems.replaceAll(f -> f.id() == changed.id() ? changed : f);
    }

    void remove(Filesystem gone) {
        filesystems.removeIf(f -> f.id() == gone.id());
    }
}
