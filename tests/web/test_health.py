def test_a_serving_process_says_so_to_anybody(db, client):
    response = client.get("/health")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})
