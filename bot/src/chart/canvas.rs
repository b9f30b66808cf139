//! A canvas: rectangles, stripes, diamonds and text.

use ab_glyph::{Font, FontRef, Glyph, PxScale, ScaleFont, point};
use tiny_skia::{
    Color, FillRule, Paint, PathBuilder, Pixmap, PremultipliedColorU8, Rect, Transform,
};

/// The fonts that come with the assistant.
const REGULAR: &[u8] = include_bytes!("../../fonts/DejaVuSans.ttf");
const BOLD: &[u8] = include_bytes!("../../fonts/DejaVuSans-Bold.ttf");

/// Red, green, blue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Colour(pub(super) u8, pub(super) u8, pub(super) u8);

/// Which point of a text is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Align {
    Start,
    Middle,
    End,
}

/// Something to draw on, white at first.
pub(super) struct Canvas {
    pixels: Pixmap,
    regular: FontRef<'static>,
    bold: FontRef<'static>,
}

impl Canvas {
    pub(super) fn new(width: u32, height: u32) -> Option<Self> {
        let mut pixels = Pixmap::new(width, height)?;
        pixels.fill(Color::WHITE);
        Some(Self {
            pixels,
            regular: FontRef::try_from_slice(REGULAR).ok()?,
            bold: FontRef::try_from_slice(BOLD).ok()?,
        })
    }

    pub(super) fn rectangle(&mut self, x: f32, y: f32, width: f32, height: f32, colour: Colour) {
        if let Some(rect) = Rect::from_xywh(x, y, width, height) {
            self.pixels
                .fill_rect(rect, &paint(colour), Transform::identity(), None);
        }
    }

    /// A rectangle with slanting stripes, so that it differs without its colour.
    pub(super) fn stripes(&mut self, x: f32, y: f32, width: f32, height: f32, colour: Colour) {
        self.rectangle(x, y, width, height, Colour(0xff, 0xff, 0xff));
        let mut start = x - height;
        while start < x + width {
            // a stripe from the lower left to the upper right, cut off at both ends of the rectangle
            let mut path = PathBuilder::new();
            let corners = [
                (start, height),
                (start + 6.0, height),
                (start + 6.0 + height, 0.0),
                (start + height, 0.0),
            ];
            let inside = |(at, down): (f32, f32)| (at.clamp(x, x + width), y + down);
            let mut corners = corners.into_iter().map(inside);
            if let Some((at, down)) = corners.next() {
                path.move_to(at, down);
            }
            corners.for_each(|(at, down)| path.line_to(at, down));
            path.close();
            self.fill(path, colour);
            start += 12.0;
        }
        for (at, thick) in [(y, 2.0), (y + height - 2.0, 2.0)] {
            self.rectangle(x, at, width, thick, colour);
        }
    }

    pub(super) fn diamond(&mut self, x: f32, y: f32, size: f32, colour: Colour) {
        let mut path = PathBuilder::new();
        path.move_to(x, y - size);
        path.line_to(x + size, y);
        path.line_to(x, y + size);
        path.line_to(x - size, y);
        path.close();
        self.fill(path, colour);
    }

    /// A text whose letters stand on `y`.
    #[expect(
        clippy::too_many_arguments,
        reason = "where, how big, in which colour, what"
    )]
    pub(super) fn text(
        &mut self,
        x: f32,
        y: f32,
        size: f32,
        colour: Colour,
        align: Align,
        bold: bool,
        text: &str,
    ) {
        let width = self.width_of(size, bold, text);
        let start = match align {
            Align::Start => x,
            Align::Middle => x - width / 2.0,
            Align::End => x - width,
        };
        let font = self.font(bold).clone();
        for glyph in laid_out(&font, size, text, start, y) {
            let Some(outline) = font.outline_glyph(glyph) else {
                continue;
            };
            let bounds = outline.px_bounds();
            outline.draw(|dx, dy, coverage| {
                let at = (
                    bounds.min.x as i32 + dx as i32,
                    bounds.min.y as i32 + dy as i32,
                );
                self.blend(at, colour, coverage);
            });
        }
    }

    /// How wide a text is, in pixels.
    pub(super) fn width_of(&self, size: f32, bold: bool, text: &str) -> f32 {
        let font = self.font(bold).as_scaled(PxScale::from(size));
        text.chars()
            .map(|letter| font.h_advance(font.glyph_id(letter)))
            .sum()
    }

    pub(super) fn png(&self) -> Option<Vec<u8>> {
        self.pixels.encode_png().ok()
    }

    fn font(&self, bold: bool) -> &FontRef<'static> {
        if bold { &self.bold } else { &self.regular }
    }

    fn fill(&mut self, path: PathBuilder, colour: Colour) {
        if let Some(path) = path.finish() {
            self.pixels.fill_path(
                &path,
                &paint(colour),
                FillRule::Winding,
                Transform::identity(),
                None,
            );
        }
    }

    /// Lets a pixel take on a colour, as far as a letter covers it.
    fn blend(&mut self, (x, y): (i32, i32), colour: Colour, coverage: f32) {
        let (width, height) = (self.pixels.width(), self.pixels.height());
        let (Ok(x), Ok(y)) = (u32::try_from(x), u32::try_from(y)) else {
            return;
        };
        if x >= width || y >= height {
            return;
        }
        let pixel = &mut self.pixels.pixels_mut()[(y * width + x) as usize];
        let mix = |old: u8, new: u8| {
            (f32::from(old) + (f32::from(new) - f32::from(old)) * coverage.clamp(0.0, 1.0)).round()
                as u8
        };
        let mixed = (
            mix(pixel.red(), colour.0),
            mix(pixel.green(), colour.1),
            mix(pixel.blue(), colour.2),
        );
        if let Some(mixed) = PremultipliedColorU8::from_rgba(mixed.0, mixed.1, mixed.2, 0xff) {
            *pixel = mixed;
        }
    }
}

fn paint(colour: Colour) -> Paint<'static> {
    let mut paint = Paint::default();
    paint.set_color_rgba8(colour.0, colour.1, colour.2, 0xff);
    paint.anti_alias = true;
    paint
}

fn laid_out(font: &FontRef<'_>, size: f32, text: &str, start: f32, y: f32) -> Vec<Glyph> {
    let scaled = font.as_scaled(PxScale::from(size));
    let mut x = start;
    let place = |letter| {
        let id = scaled.glyph_id(letter);
        let glyph = id.with_scale_and_position(PxScale::from(size), point(x, y));
        x += scaled.h_advance(id);
        glyph
    };
    text.chars().map(place).collect()
}
