//! Learning from examples which of several things a text speaks of.
//!
//! A crate of its own because it is nothing but arithmetic: it is compiled with all optimisations in every build, so that a
//! test that loads a procedure does not wait for it. Values in, values out; the same lessons always teach the same.

/// Times that every lesson is gone through; more hardly changes what is learnt.
const ROUNDS: usize = 6;

/// How far one lesson moves what is known in the first round.
const STEP: f32 = 4.0;

/// How much smaller the steps become from round to round.
const SLOWER: f32 = 0.25;

/// A text as the numbers of its features and how much each weighs.
pub type Features = Vec<(u32, f32)>;

/// A text, and what it speaks of.
#[derive(Debug, Clone)]
pub struct Lesson {
    /// Number of what it speaks of.
    pub class: usize,
    /// Its features; the sum of their squares is best 1.
    pub features: Features,
    /// How much it counts, 1 for an example.
    pub counts: f32,
}

/// What was learnt: for each feature, what it says for each class (a multinomial logistic regression).
#[derive(Debug, Clone, Default)]
pub struct Learnt {
    classes: usize,
    /// By feature, then by class.
    says: Vec<f32>,
    /// What holds for each class without any feature.
    silence: Vec<f32>,
}

impl Learnt {
    /// Learn to tell `classes` classes apart by features numbered below `features`.
    pub fn from(lessons: &[Lesson], features: usize, classes: usize) -> Self {
        let mut learnt = Self {
            classes,
            says: vec![0.0; features * classes],
            silence: vec![0.0; classes],
        };
        let stride = stride(lessons.len());
        for round in 0..ROUNDS {
            let step = STEP / (1.0 + SLOWER * round as f32);
            for at in 0..lessons.len() {
                learnt.take(&lessons[at * stride % lessons.len()], step);
            }
        }
        learnt
    }

    /// How likely a text speaks of each class; together 1. Features that no lesson had say nothing.
    pub fn shares(&self, features: &[(u32, f32)]) -> Vec<f32> {
        let mut shares = self.silence.clone();
        for (feature, weight) in features {
            if let Some(row) = self.row(*feature) {
                let says = &self.says[row];
                for (share, said) in shares.iter_mut().zip(says) {
                    *share += weight * said;
                }
            }
        }
        let most = shares.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        for share in &mut shares {
            *share = (*share - most).exp();
        }
        let all: f32 = shares.iter().sum();
        for share in &mut shares {
            *share /= all;
        }
        shares
    }

    fn take(&mut self, lesson: &Lesson, step: f32) {
        let mut pulls = self.shares(&lesson.features);
        pulls[lesson.class] -= 1.0;
        let step = step * lesson.counts;
        for (feature, weight) in &lesson.features {
            if let Some(row) = self.row(*feature) {
                let moved = step * weight;
                for (said, pull) in self.says[row].iter_mut().zip(&pulls) {
                    *said -= moved * pull;
                }
            }
        }
    }

    fn row(&self, feature: u32) -> Option<std::ops::Range<usize>> {
        let start = feature as usize * self.classes;
        (start < self.says.len()).then_some(start..start + self.classes)
    }
}

/// A step through the lessons that meets each once and seldom two of one class in a row.
fn stride(lessons: usize) -> usize {
    let near = lessons * 382 / 1000;
    let has_common = |mut one: usize, mut other: usize| {
        while other > 0 {
            (one, other) = (other, one % other);
        }
        one > 1
    };
    (near.max(1)..)
        .find(|step| !has_common(*step, lessons))
        .unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lesson(class: usize, features: &[u32]) -> Lesson {
        let weight = 1.0 / (features.len() as f32).sqrt();
        Lesson {
            class,
            features: features.iter().map(|feature| (*feature, weight)).collect(),
            counts: 1.0,
        }
    }

    #[test]
    fn what_only_one_class_has_speaks_for_it_and_what_all_have_for_none() {
        let lessons = [
            lesson(0, &[0, 3]),
            lesson(0, &[0, 4]),
            lesson(1, &[1, 3]),
            lesson(2, &[2, 3]),
        ];
        let learnt = Learnt::from(&lessons, 5, 3);
        let shares = learnt.shares(&[(1, 1.0)]);
        assert!(shares[1] > 0.5 && shares[1] > shares[0] && shares[1] > shares[2]);
        let common = learnt.shares(&[(3, 1.0)]);
        assert!(common.iter().all(|share| *share < 0.6), "{common:?}");
        assert!((shares.iter().sum::<f32>() - 1.0).abs() < 1e-5);
    }

    #[test]
    fn a_feature_that_no_lesson_had_says_nothing() {
        let learnt = Learnt::from(&[lesson(0, &[0]), lesson(1, &[1])], 2, 2);
        assert_eq!(learnt.shares(&[(9, 1.0)]), learnt.shares(&[]));
    }

    #[test]
    fn the_same_lessons_teach_the_same() {
        let lessons = [lesson(0, &[0]), lesson(1, &[1])];
        let (one, other) = (Learnt::from(&lessons, 2, 2), Learnt::from(&lessons, 2, 2));
        assert_eq!(one.says, other.says);
    }
}
