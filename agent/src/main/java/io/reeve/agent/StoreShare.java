package io.reeve.agent;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The storage daemons of an agent whose folders may lie on one file system, so that each has a share of its size.
 *
 * @param folders by the number of the storage daemon
 */
record StoreShare(SortedMap<Integer, Path> folders) {
    StoreShare {
        folders = new TreeMap<>(folders);
    }

    /** The only storage daemon of its agent. */
    static StoreShare alone(int number, Path folder) {
        return new StoreShare(new TreeMap<>(Map.of(number, folder)));
    }

    /** Those that share a file system with one of them, including itself: {@code osd.0,osd.1}. */
    SortedMap<Integer, Path> of(int number, FileStore store) {
        SortedMap<Integer, Path> sharing = new TreeMap<>();
        folders.forEach((other, folder) -> {
            if (other == number || isOn(folder, store)) {
                sharing.put(other, folder);
            }
        });
        return sharing;
    }

    private static boolean isOn(Path folder, FileStore store) {
        try {
            return Files.isDirectory(folder) && Files.getFileStore(folder).equals(store);
        } catch (IOException e) {
            return false; // it is gone, or unreadable: its own reading says so
        }
    }
}
