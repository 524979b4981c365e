namespace Pipeline.LoadTests.Rows;

/// <summary>One column of a table of rows.</summary>
/// <param name="Title">Its heading.</param>
/// <param name="Text">The cell of a row.</param>
internal sealed record Column<TRow>(string Title, Func<TRow, string> Text);
