namespace Pipeline.Engine.Configuration.Import.Swanctl;

/// <summary>The syntax of swanctl.conf: sections in braces, values behind <c>=</c>, comments behind <c>#</c>.</summary>
internal sealed class SettingsReader
{
    private readonly ReadOnlyMemory<char> _text;
    private readonly ImportReport _report;
    private int _at;
    private int _line = 1;
    private int _sections;

    private SettingsReader(ReadOnlyMemory<char> text, ImportReport report) => (_text, _report) = (text, report);

    /// <summary>Reads a file; ends at the first thing that is not this syntax, and notes it.</summary>
    public static SettingsSection Read(ReadOnlyMemory<char> text, ImportReport report)
    {
        var root = new SettingsSection("", 1);
        new SettingsReader(text, report).ReadBody(root, depth: 0);
        return root;
    }

    private bool IsAtEnd => _at >= _text.Length;

    private char Current => _text.Span[_at];

    private void ReadBody(SettingsSection section, int depth)
    {
        while (!_report.HasErrors)
        {
            SkipBlanks();
            if (IsAtEnd || Current == '}')
            {
                EndBody(section, depth);
                return;
            }

            int line = _line;
            string name = ReadName();
            if (name.Length == 0)
            {
                _report.Refuse(line, "begins with no name; write a section's name and {, or a name and =");
                return;
            }

            if (!IsInclude(name, line))
            {
                ReadMember(section, name, line, depth);
            }
        }
    }

    private void EndBody(SettingsSection section, int depth)
    {
        if (IsAtEnd == (depth > 0))
        {
            _report.Refuse(IsAtEnd ? section.Line : _line, IsAtEnd ? "opens a section that is not closed; write } behind it" : "closes a section that is not open; remove }");
        }

        _at += IsAtEnd ? 0 : 1;
    }

    private void ReadMember(SettingsSection section, string name, int line, int depth)
    {
        SkipBlanks();
        if (!IsAtEnd && Current == ':')
        {
            SkipReferences(line, name);
        }

        if (!IsAtEnd && Current == '{')
        {
            _at++;
            ReadSection(section, name, line, depth + 1);
        }
        else if (!IsAtEnd && Current == '=')
        {
            _at++;
            section.Values[name] = ReadValue();
        }
        else
        {
            _report.Refuse(line, "has a name without { or = behind it");
        }
    }

    private void ReadSection(SettingsSection parent, string name, int line, int depth)
    {
        if (depth > ImportLimits.Depth || ++_sections > ImportLimits.Objects)
        {
            _report.Refuse(line, $"opens a section too many: at most {ImportLimits.Depth} lie in each other, and {ImportLimits.Objects} are in a file");
            return;
        }

        if (!parent.Sections.TryGetValue(name, out SettingsSection? section))
        {
            section = new SettingsSection(name, line);
            parent.Sections.Add(name, section);
        }

        ReadBody(section, depth);
    }

    /// <summary>What other files say is theirs: a path may hold wildcards, and lead anywhere.</summary>
    private bool IsInclude(string name, int line)
    {
        if (name != "include")
        {
            return false;
        }

        int start = _at;
        SkipLine();
        ReadOnlySpan<char> rest = _text.Span[start.._at].Trim();
        if (rest.StartsWith("=") || rest.StartsWith("{"))
        {
            _at = start;
            return false;
        }

        _report.LeaveOut(line, $"include {ImportReport.Quote(rest.ToString())}, which is not followed; import that file too, or put its text here");
        return true;
    }

    private void SkipReferences(int line, string name)
    {
        int start = _at;
        while (!IsAtEnd && Current is not ('{' or '=' or '\n' or '}'))
        {
            _at++;
        }

        string references = _text.Span[(start + 1).._at].Trim().ToString();
        _report.LeaveOut(line, $"that section {ImportReport.Quote(name)} takes over what {ImportReport.Quote(references)} says; write it into the section");
    }

    private SettingsValue ReadValue()
    {
        while (!IsAtEnd && Current is ' ' or '\t')
        {
            _at++;
        }

        int line = _line;
        if (!IsAtEnd && Current == '"')
        {
            return ReadQuoted(line);
        }

        int start = _at;
        while (!IsAtEnd && Current is not ('\n' or '#' or '}'))
        {
            _at++;
        }

        return new SettingsValue(_text[start.._at].Trim(), isQuoted: false, line);
    }

    private SettingsValue ReadQuoted(int line)
    {
        int start = ++_at;
        while (!IsAtEnd && Current != '"')
        {
            _line += Current == '\n' ? 1 : 0;
            _at += Current == '\\' && _at + 1 < _text.Length && _text.Span[_at + 1] != '\n' ? 2 : 1;
        }

        if (IsAtEnd)
        {
            _report.Refuse(line, "opens a quotation that is not closed; write \" behind it");
            return new SettingsValue(default, isQuoted: true, line);
        }

        return new SettingsValue(_text[start.._at++], isQuoted: true, line);
    }

    private string ReadName()
    {
        int start = _at;
        while (!IsAtEnd && !char.IsWhiteSpace(Current) && Current is not (':' or '{' or '}' or '=' or '#' or '"'))
        {
            _at++;
        }

        return _text.Span[start.._at].ToString();
    }

    private void SkipBlanks()
    {
        while (!IsAtEnd)
        {
            if (Current == '#')
            {
                SkipLine();
            }
            else if (char.IsWhiteSpace(Current))
            {
                _line += Current == '\n' ? 1 : 0;
                _at++;
            }
            else
            {
                return;
            }
        }
    }

    private void SkipLine()
    {
        while (!IsAtEnd && Current != '\n')
        {
            _at++;
        }
    }
}
