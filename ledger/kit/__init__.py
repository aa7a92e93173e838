"""What everything else rests on: numbers, ids, jurisdictions, money, areas, sentences. Imports nothing of ours."""
