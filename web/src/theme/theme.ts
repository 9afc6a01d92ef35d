import {
  ActionIcon,
  Alert,
  Anchor,
  Badge,
  Button,
  createTheme,
  Drawer,
  Input,
  Menu,
  Modal,
  SegmentedControl,
  Skeleton,
  Table,
  Tabs,
  Tooltip,
} from '@mantine/core';
import { cham, da, dem, dong, la, nghe, son } from './palette.ts';

const fontFamily = "'Be Vietnam Pro', system-ui, 'Segoe UI', sans-serif";

/** Mantine's own are too small and too tight for stacked tone marks. */
const besideField = { fontSize: '0.8125rem', lineHeight: 1.45 };

const sheetStyles = {
  content: { background: 'var(--tt-surface)' },
  header: { background: 'var(--tt-surface)' },
  title: { fontSize: '1.25rem', fontWeight: 600, lineHeight: 1.4 },
};

/** The type scale: stacked Vietnamese tone marks need more leading than Latin alone. */
export const theme = createTheme({
  primaryColor: 'cham',
  primaryShade: { light: 7, dark: 6 },
  colors: { cham, dong, la, nghe, son, gray: da, dark: dem },
  white: '#ffffff',
  black: '#162328',
  fontFamily,
  fontFamilyMonospace: "ui-monospace, 'Cascadia Mono', Menlo, Consolas, monospace",
  fontSizes: { xs: '0.8125rem', sm: '0.875rem', md: '0.9375rem', lg: '1.0625rem', xl: '1.25rem' },
  lineHeights: { xs: '1.45', sm: '1.5', md: '1.55', lg: '1.5', xl: '1.4' },
  headings: {
    fontFamily,
    fontWeight: '600',
    textWrap: 'balance',
    sizes: {
      h1: { fontSize: '1.75rem', lineHeight: '1.3', fontWeight: '700' },
      h2: { fontSize: '1.1875rem', lineHeight: '1.4' },
      h3: { fontSize: '1rem', lineHeight: '1.45' },
      h4: { fontSize: '0.9375rem', lineHeight: '1.5' },
      h5: { fontSize: '0.875rem', lineHeight: '1.5' },
      h6: { fontSize: '0.8125rem', lineHeight: '1.5' },
    },
  },
  radius: { xs: '4px', sm: '6px', md: '8px', lg: '12px', xl: '18px' },
  defaultRadius: 'md',
  spacing: { xs: '0.5rem', sm: '0.75rem', md: '1rem', lg: '1.5rem', xl: '2.25rem' },
  breakpoints: { xs: '30em', sm: '40em', md: '56em', lg: '75em', xl: '88em' },
  shadows: {
    xs: '0 1px 2px rgb(6 48 59 / 6%)',
    sm: '0 1px 2px rgb(6 48 59 / 6%), 0 2px 8px rgb(6 48 59 / 5%)',
    md: '0 2px 4px rgb(6 48 59 / 6%), 0 8px 24px rgb(6 48 59 / 9%)',
    lg: '0 4px 8px rgb(6 48 59 / 7%), 0 16px 40px rgb(6 48 59 / 14%)',
    xl: '0 8px 16px rgb(6 48 59 / 8%), 0 24px 64px rgb(6 48 59 / 18%)',
  },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    ActionIcon: ActionIcon.extend({
      defaultProps: { variant: 'subtle', size: 'lg' },
      classNames: { root: 'tt-action' },
    }),
    Alert: Alert.extend({ defaultProps: { radius: 'md' } }),
    Anchor: Anchor.extend({ defaultProps: { underline: 'hover' } }),
    Badge: Badge.extend({
      defaultProps: { variant: 'light', radius: 'sm', size: 'md' },
      styles: { root: { textTransform: 'none', fontWeight: 500, letterSpacing: 0 } },
    }),
    Button: Button.extend({ styles: { root: { fontWeight: 600 } } }),
    Drawer: Drawer.extend({
      styles: sheetStyles,
      defaultProps: {
        position: 'right',
        size: 'lg',
        padding: 'lg',
        overlayProps: { backgroundOpacity: 0.45 },
      },
    }),
    Input: Input.extend({ defaultProps: { size: 'md' } }),
    InputWrapper: Input.Wrapper.extend({
      defaultProps: { size: 'sm' },
      styles: {
        label: { fontWeight: 600, marginBottom: 4 },
        description: { ...besideField, marginBottom: 4 },
        error: besideField,
      },
    }),
    Menu: Menu.extend({
      defaultProps: { shadow: 'md', position: 'bottom-end' },
      // For thumbs, too.
      styles: { item: { minHeight: '2.5rem' } },
    }),
    Modal: Modal.extend({ styles: sheetStyles, defaultProps: { padding: 'lg', centered: true } }),
    SegmentedControl: SegmentedControl.extend({ defaultProps: { withItemsBorders: false } }),
    Skeleton: Skeleton.extend({ defaultProps: { radius: 'md' } }),
    Table: Table.extend({ defaultProps: { verticalSpacing: 'sm', horizontalSpacing: 'md' } }),
    Tabs: Tabs.extend({ styles: { tab: { fontWeight: 600 } } }),
    Tooltip: Tooltip.extend({
      defaultProps: { withArrow: true, openDelay: 250, multiline: true, maw: 320 },
    }),
  },
});
