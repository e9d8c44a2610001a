package io.reeve.maps;

import java.io.IOException;
import java.util.List;

/**
 * The encoding of a map, as far as the store needs to know it.
 *
 * @param <M> the map, an immutable value
 */
public interface MapFormat<M> {
    /** The map before the first change, at epoch 0. */
    M empty();

    /** The epoch of a map. */
    long epoch(M map);

    /** The whole map, in pieces of at most some 100 KiB. */
    List<byte[]> pieces(M map);

    /** Decodes {@link #pieces}. */
    M whole(List<byte[]> pieces) throws IOException;

    /** The map one epoch later. */
    M apply(M map, byte[] delta) throws IOException;

    /** The same map under a later epoch, if the changes of the epochs between cannot be read. */
    M at(M map, long epoch);
}
