package io.reeve.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** The rooms and the arrows between them as the poms and the drawing in architecture.md tell them. */
final class RoomArrows {
    /** Folders with a pom that hold no room: they test, measure or pack the product. */
    private static final Set<String> NO_ROOMS = Set.of("integration-tests", "benchmarks", "dist");

    private RoomArrows() {}

    /** Each room with the rooms that its pom names for compiling main code; the bundled modules are one room. */
    static Map<String, Set<String>> ofPoms() throws Exception {
        Map<String, Set<String>> arrows = new TreeMap<>();
        for (String folder : texts(xml(Product.root().resolve("pom.xml")).getDocumentElement(), "modules", "module")) {
            if (!NO_ROOMS.contains(folder)) {
                arrows.computeIfAbsent(roomOfFolder(folder), r -> new TreeSet<>())
                        .addAll(compileDependencies(Product.root().resolve(folder).resolve("pom.xml")));
            }
        }
        return arrows;
    }

    private static Set<String> compileDependencies(Path pom) throws Exception {
        Set<String> rooms = new TreeSet<>();
        for (Element list : children(xml(pom).getDocumentElement(), "dependencies")) {
            for (Element dependency : children(list, "dependency")) {
                if (text(dependency, "groupId").equals("io.reeve") && !text(dependency, "scope").equals("test")) {
                    rooms.add(text(dependency, "artifactId").replaceFirst("^reeve-(module-.*)?", ""));
                }
            }
        }
        return rooms;
    }

    private static String roomOfFolder(String folder) {
        return folder.startsWith("modules/") ? "modules" : folder;
    }

    /** Each room with the rooms to which the drawing has an arrow; one to a box goes to every room in the box. */
    static Map<String, Set<String>> ofDrawing() throws IOException {
        Map<String, Set<String>> arrows = new TreeMap<>();
        Map<String, Set<String>> boxes = new TreeMap<>();
        String box = "";
        for (String line : drawing()) {
            String text = line.replaceAll("\\[.*?]", "").strip();
            if (text.startsWith("subgraph ")) {
                box = text.substring("subgraph ".length()).strip();
                boxes.put(box, new TreeSet<>());
            } else if (text.equals("end")) {
                box = "";
            } else {
                List<List<String>> chain = Stream.of(text.split("-->|==>")).map(RoomArrows::names).toList();
                for (int i = 0; i < chain.size(); i++) {
                    for (String from : chain.get(i)) {
                        arrows.computeIfAbsent(from, r -> new TreeSet<>())
                                .addAll(i + 1 < chain.size() ? chain.get(i + 1) : List.of());
                        if (!box.isEmpty()) {
                            boxes.get(box).add(from);
                        }
                    }
                }
            }
        }
        boxes.forEach((name, inside) -> openBox(arrows, name, inside));
        return arrows;
    }

    private static void openBox(Map<String, Set<String>> arrows, String name, Set<String> inside) {
        arrows.remove(name);
        for (Set<String> targets : arrows.values()) {
            if (targets.remove(name)) {
                targets.addAll(inside);
            }
        }
    }

    private static List<String> names(String nodes) {
        return Stream.of(nodes.split("&")).map(String::strip).toList();
    }

    private static List<String> drawing() throws IOException {
        List<String> page = Files.readAllLines(Product.root().resolve("src/site/markdown/architecture.md"));
        int heading = page.indexOf("## Rooms and what may depend on what");
        List<String> section = page.subList(heading, page.size());
        List<String> drawing = section.subList(section.indexOf("```mermaid") + 2, section.size());
        return drawing.subList(0, drawing.indexOf("```")).stream().filter(line -> !line.isBlank()).toList();
    }

    private static Document xml(Path file) throws Exception {
        return DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder().parse(file.toFile());
    }

    private static List<String> texts(Element parent, String list, String item) {
        return children(parent, list).stream()
                .flatMap(l -> children(l, item).stream())
                .map(e -> e.getTextContent().strip())
                .toList();
    }

    private static String text(Element parent, String name) {
        return children(parent, name).stream().map(e -> e.getTextContent().strip()).findFirst().orElse("");
    }

    private static List<Element> children(Element parent, String name) {
        NodeList nodes = parent.getChildNodes();
        List<Element> found = new java.util.ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            Node node = nodes.item(i);
            if (node instanceof Element element && element.getTagName().equals(name)) {
                found.add(element);
            }
        }
        return found;
    }
}
