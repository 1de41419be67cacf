//! One column of cells, in blocks that exist only where the file has cells.

/// Rows of a block.
pub(crate) const BLOCK_ROWS: usize = 1_024;

/// What a cell's payload means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Tag {
    Blank,
    Text,
    Number,
    Date,
    Duration,
    IsoDate,
    False,
    True,
    Error,
    NoResult,
}

/// 1,024 cells: a tag and a 32-bit payload each (a text's id, or a number's place in the number table).
#[derive(Debug, Clone)]
struct Block {
    tags: [Tag; BLOCK_ROWS],
    payloads: [u32; BLOCK_ROWS],
}

/// A column: blocks by row.
#[derive(Debug, Clone, Default)]
pub(crate) struct Column {
    blocks: Vec<Option<Box<Block>>>,
}

impl Column {
    /// The number of blocks that it takes.
    pub(crate) fn blocks(&self) -> usize {
        self.blocks.iter().flatten().count()
    }

    /// Whether a cell at this row would need a new block.
    pub(crate) fn lacks_block(&self, row: u32) -> bool {
        !matches!(self.blocks.get(row as usize / BLOCK_ROWS), Some(Some(_)))
    }

    /// Stores a cell and answers what stood there.
    pub(crate) fn set(&mut self, row: u32, tag: Tag, payload: u32) -> (Tag, u32) {
        let (block, at) = (row as usize / BLOCK_ROWS, row as usize % BLOCK_ROWS);
        if self.blocks.len() <= block {
            self.blocks.resize_with(block + 1, || None);
        }
        let block = self.blocks[block]
            .get_or_insert_with(|| Box::new(Block { tags: [Tag::Blank; BLOCK_ROWS], payloads: [0; BLOCK_ROWS] }));
        (std::mem::replace(&mut block.tags[at], tag), std::mem::replace(&mut block.payloads[at], payload))
    }

    pub(crate) fn get(&self, row: u32) -> (Tag, u32) {
        match self.blocks.get(row as usize / BLOCK_ROWS) {
            Some(Some(block)) => {
                let at = row as usize % BLOCK_ROWS;
                (block.tags[at], block.payloads[at])
            }
            _ => (Tag::Blank, 0),
        }
    }
}
