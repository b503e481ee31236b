/** The map page. */
import "maplibre-gl/dist/maplibre-gl.css";
