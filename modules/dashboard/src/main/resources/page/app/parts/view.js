/** The base of views and parts: an element that renders when a section that it shows has changed. */
import { LitElement } from 'lit';
import { store } from '../store.js';

export class View extends LitElement {
  /** The sections that it shows. */
  static sections = [];

  constructor() {
    super();
    this.onChange = ({ detail }) => {
      if (this.constructor.sections.some((section) => detail.has(section))) {
        this.changed(detail);
        this.requestUpdate();
      }
    };
    this.onPlace = () => this.requestUpdate();
  }

  /** Called before it renders because of these sections. */
  changed() {}

  /** In the page's own tree: one style sheet, and labels that refer to each other. */
  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    store.addEventListener('change', this.onChange);
    window.addEventListener('placechange', this.onPlace);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    store.removeEventListener('change', this.onChange);
    window.removeEventListener('placechange', this.onPlace);
  }
}
