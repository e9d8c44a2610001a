package io.reeve.maps;

import io.reeve.maps.fs.FsMap;
import io.reeve.maps.osd.OsdMap;
import java.io.IOException;
import java.util.List;

/** How the store writes the maps. */
final class MapFormats {
    private MapFormats() {}

    /** @param fsid and millis: of a cluster that has no map yet */
    static MapFormat<OsdMap> osd(String fsid, long millis) {
        return new MapFormat<>() {
            @Override
            public OsdMap empty() {
                return OsdMap.empty(fsid, millis);
            }

            @Override
            public long epoch(OsdMap map) {
                return map.epoch();
            }

            @Override
            public List<byte[]> pieces(OsdMap map) {
                return MapCodec.pieces(map);
            }

            @Override
            public OsdMap whole(List<byte[]> pieces) throws IOException {
                return MapCodec.osdMap(pieces);
            }

            @Override
            public OsdMap apply(OsdMap map, byte[] delta) throws IOException {
                return MapCodec.change(delta).apply(map);
            }

            @Override
            public OsdMap at(OsdMap map, long epoch) {
                return map.at(epoch);
            }
        };
    }

    /** Small: each delta is the whole map. */
    static MapFormat<FsMap> fs() {
        return new MapFormat<>() {
            @Override
            public FsMap empty() {
                return FsMap.EMPTY;
            }

            @Override
            public long epoch(FsMap map) {
                return map.epoch();
            }

            @Override
            public List<byte[]> pieces(FsMap map) {
                return List.of(MapCodec.encode(map));
            }

            @Override
            public FsMap whole(List<byte[]> pieces) throws IOException {
                return MapCodec.fsMap(pieces.getFirst());
            }

            @Override
            public FsMap apply(FsMap map, byte[] delta) throws IOException {
                return MapCodec.fsMap(delta);
            }

            @Override
            public FsMap at(FsMap map, long epoch) {
                return map.at(epoch);
            }
        };
    }
}
