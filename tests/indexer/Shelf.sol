// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// As in contracts/src, but everybody may append.
contract Dossiers {
    mapping(bytes32 => bytes32) public head;

    function append(bytes32 subject, bytes32 topic0, bytes32 argsHash) external {
        bytes32 record = keccak256(abi.encode(subject, msg.sender, block.number, block.timestamp, topic0, argsHash));
        head[subject] = keccak256(abi.encode(head[subject], record));
    }
}

/// Just enough events to need every form of rule. Checks nothing: the tests say what is allowed.
contract Shelf {
    Dossiers private immutable DOSSIERS;

    event BookPlaced(bytes16 indexed book, bytes16 indexed owner, uint56 pages, bytes32 document, address actor);
    event BookMoved(bytes16 indexed book, bytes16 indexed owner, address actor);
    event BookMarked(bytes16 indexed book, uint8 indexed mark, bool torn, uint256 mask, address actor);
    event MarkErased(bytes16 indexed book, uint8 indexed mark, address actor);
    event BookRemoved(bytes16 indexed book, address actor);
    event Swept(string how, address actor);

    constructor(Dossiers dossiers) {
        DOSSIERS = dossiers;
    }

    function place(bytes16[] calldata books, bytes16 owner, uint56 pages) external {
        for (uint256 i; i < books.length; ++i) {
            bytes32 document = keccak256(abi.encode(books[i]));
            emit BookPlaced(books[i], owner, pages, document, msg.sender);
            _append(books[i], BookPlaced.selector, abi.encode(books[i], owner, pages, document, msg.sender));
        }
    }

    function move(bytes16 book, bytes16 owner) external {
        emit BookMoved(book, owner, msg.sender);
        _append(book, BookMoved.selector, abi.encode(book, owner, msg.sender));
    }

    function mark(bytes16 book, uint8 number, bool torn, uint256 mask) external {
        emit BookMarked(book, number, torn, mask, msg.sender);
        _append(book, BookMarked.selector, abi.encode(book, number, torn, mask, msg.sender));
    }

    function erase(bytes16 book, uint8 number) external {
        emit MarkErased(book, number, msg.sender);
        _append(book, MarkErased.selector, abi.encode(book, number, msg.sender));
    }

    function remove(bytes16 book) external {
        emit BookRemoved(book, msg.sender);
        _append(book, BookRemoved.selector, abi.encode(book, msg.sender));
    }

    /// An event whose record the dossier does not get, though the table of subjects says so.
    function moveInSilence(bytes16 book, bytes16 owner) external {
        emit BookMoved(book, owner, msg.sender);
    }

    function sweep(string calldata how) external {
        emit Swept(how, msg.sender);
    }

    function _append(bytes16 book, bytes32 topic0, bytes memory args) private {
        DOSSIERS.append(bytes32(uint256(1) << 248) | (bytes32(book) >> 8), topic0, keccak256(args));
    }
}
