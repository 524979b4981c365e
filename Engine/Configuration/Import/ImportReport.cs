using System.Globalization;

namespace Pipeline.Engine.Configuration.Import;

/// <summary>Collects what an import has to say about its file. What it is given must hold no secret.</summary>
internal sealed class ImportReport
{
    private const int LongestQuotation = 60;

    private readonly string _file;
    private readonly List<ImportNote> _errors;
    private readonly List<ImportNote> _notes;
    private bool _isFull;

    /// <param name="file">The file's name, for the notes.</param>
    public ImportReport(string file)
        : this(file, [], [])
    {
    }

    private ImportReport(string file, List<ImportNote> errors, List<ImportNote> notes) => (_file, _errors, _notes) = (file, errors, notes);

    /// <summary>True when something is wrong, so that there will be no result.</summary>
    public bool HasErrors => _errors.Count > 0;

    /// <summary>The same report, for lines of a file in the same folder.</summary>
    public ImportReport Beside(string name) => new(Path.Combine(Path.GetDirectoryName(_file) ?? "", name), _errors, _notes);

    /// <summary>Notes what makes the file unreadable.</summary>
    public void Refuse(int line, string message) => Add(_errors, line, message);

    /// <summary>Notes what the result does not have.</summary>
    public void LeaveOut(int line, string message) => Add(_notes, line, "not carried over: " + message);

    /// <summary>Notes what only the user can do.</summary>
    public void Ask(int line, string message) => Add(_notes, line, "to do: " + message);

    /// <summary>The result: the text when nothing is wrong.</summary>
    public ImportResult ToResult(string? json) => new(HasErrors ? null : json, InFileOrder(_errors), InFileOrder(_notes));

    /// <summary>A name or value of the file, fit for a message: short, and without control characters.</summary>
    public static string Quote(string text)
    {
        string shown = text.Length <= LongestQuotation ? text : text[..LongestQuotation] + "...";
        return $"\"{string.Concat(shown.Select(character => char.IsControl(character) ? '?' : character))}\"";
    }

    /// <summary>A number in a message.</summary>
    public static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private void Add(List<ImportNote> list, int line, string message)
    {
        if (list.Count < ImportLimits.Notes)
        {
            list.Add(new ImportNote(_file, line, message));
        }
        else if (!_isFull)
        {
            _isFull = true;
            list.Add(new ImportNote(_file, line, "there is more to say from here on, which is left out"));
        }
    }

    // Stable: notes of one line stay in the order in which they were made, and the files in theirs.
    private static ImportNote[] InFileOrder(List<ImportNote> notes)
    {
        string[] files = [.. notes.Select(note => note.File).Distinct()];
        return [.. notes.OrderBy(note => Array.IndexOf(files, note.File)).ThenBy(note => note.Line)];
    }
}
