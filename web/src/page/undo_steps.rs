//! Steps of corrections that are undone together: a pasted block and the answers of an earlier file are one step each.

use serde::{Deserialize, Serialize};

/// The number of corrections in each step that was made, and in each step that was undone; the latest comes last.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UndoSteps {
    made: Vec<usize>,
    undone: Vec<usize>,
}

impl UndoSteps {
    /// Adds a step of `many` corrections to the `made` ones. Nothing can be redone after it.
    pub fn make(&mut self, made: usize, many: usize) {
        fit(&mut self.made, made);
        self.made.push(many);
        self.undone.clear();
    }

    /// Undoes the last step: returns how many of the `made` corrections it has.
    pub fn undo(&mut self, made: usize, undone: usize) -> usize {
        fit(&mut self.made, made);
        fit(&mut self.undone, undone);
        let many = self.made.pop().unwrap_or(0);
        self.undone.push(many);
        many
    }

    /// Redoes the step that was undone last: returns how many of the `undone` corrections it has.
    pub fn redo(&mut self, made: usize, undone: usize) -> usize {
        fit(&mut self.made, made);
        fit(&mut self.undone, undone);
        let many = self.undone.pop().unwrap_or(0);
        self.made.push(many);
        many
    }

    /// Removes the first `many` of the `made` corrections.
    pub fn remove_first(&mut self, made: usize, many: usize) {
        fit(&mut self.made, made);
        let mut left = many;
        while let Some(first) = self.made.first_mut().filter(|_| left > 0) {
            let taken = left.min(*first);
            *first -= taken;
            left -= taken;
            if *first == 0 {
                self.made.remove(0);
            }
        }
        self.undone.clear();
    }
}

/// Makes each correction its own step if the steps don't add up: reviews of earlier versions have none.
fn fit(steps: &mut Vec<usize>, corrections: usize) {
    if steps.iter().sum::<usize>() != corrections {
        *steps = vec![1; corrections];
    }
}

#[cfg(test)]
mod tests {
    use super::UndoSteps;

    #[test]
    fn a_block_is_undone_and_redone_as_a_whole() {
        let mut steps = UndoSteps::default();
        steps.make(0, 1);
        steps.make(1, 4);
        assert_eq!(steps.undo(5, 0), 4);
        assert_eq!(steps.undo(1, 4), 1);
        assert_eq!(steps.undo(0, 5), 0);
        let mut steps = UndoSteps { made: vec![1], undone: vec![4] };
        assert_eq!(steps.redo(1, 4), 4);
        assert_eq!(steps.undo(5, 0), 4);
    }

    #[test]
    fn corrections_of_an_earlier_version_are_steps_of_their_own() {
        let mut steps = UndoSteps::default();
        assert_eq!((steps.undo(3, 0), steps.undo(2, 1)), (1, 1));
        steps.make(1, 5);
        assert_eq!((steps.undo(6, 0), steps.undo(1, 5)), (5, 1));
    }

    #[test]
    fn the_first_step_goes_and_the_others_stay() {
        let mut steps = UndoSteps::default();
        steps.make(0, 3);
        steps.make(3, 2);
        steps.remove_first(5, 3);
        assert_eq!((steps.undo(2, 0), steps.undo(0, 2)), (2, 0));
    }
}
