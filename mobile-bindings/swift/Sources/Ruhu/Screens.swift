import RuhuNative

extension Screen {
    /// The questions on the screen, things to read among them.
    public var questions: [Question] {
        items.compactMap { (item: ScreenItem) -> Question? in
            if case .question(let question) = item {
                return question
            }
            return nil
        }
    }

    /// The repeats on the screen that people may add to.
    public var repeats: [Repeat] {
        items.compactMap { (item: ScreenItem) -> Repeat? in
            if case .repeat(let repeated) = item {
                return repeated
            }
            return nil
        }
    }

    /// Whether the question or the repeat of this place stands on the screen: where a problem's `question` jumps to.
    public func shows(key: String) -> Bool {
        questions.contains { $0.key == key } || repeats.contains { $0.key == key }
    }
}
